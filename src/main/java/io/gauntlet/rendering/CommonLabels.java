package io.gauntlet.rendering;

import io.gauntlet.kernel.ResourceName;

/** The labels of every object and pod of one stack. */
record CommonLabels(ResourceName cluster) {

    static final String NAME = "app.kubernetes.io/name";
    static final String PART_OF = "app.kubernetes.io/part-of";
    static final String PRODUCT = "gauntlet";

    Doc of(Component component) {
        return Doc.map(
                NAME,
                component.workload(),
                "app.kubernetes.io/component",
                component.label(),
                PART_OF,
                PRODUCT,
                ManifestRenderer.MANAGED_BY_LABEL,
                PRODUCT,
                ManifestRenderer.OWNER_LABEL,
                cluster.value());
    }

    /** What selects the pods of a component. Selectors cannot be changed, so they hold nothing that a person may rename. */
    static Doc selector(Component component) {
        return Doc.map(NAME, component.workload(), PART_OF, PRODUCT);
    }
}
