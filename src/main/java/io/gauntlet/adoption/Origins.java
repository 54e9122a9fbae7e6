package io.gauntlet.adoption;

import io.gauntlet.adoption.Survey.FieldOwner;
import io.gauntlet.adoption.Survey.Origin;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.rendering.ManifestRenderer;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Tells from labels, annotations, owners and field managers who keeps an object as it is. */
final class Origins {

    private static final Set<String> OPERATOR_KINDS =
            Set.of("Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler");
    private static final Pattern GIT_OPS =
            Pattern.compile("argocd-.*|kustomize-controller|helm-controller|fluxcd.*|source-controller");

    private Origins() {}

    static Origin of(JsonNode object, List<FieldOwner> owners, ResourceName cluster) {
        var metadata = object.path("metadata");
        var managedBy =
                metadata.path("labels").path(ManifestRenderer.MANAGED_BY_LABEL).asString("");
        if ("gauntlet".equals(managedBy)) {
            return cluster.value()
                            .equals(metadata.path("labels")
                                    .path(ManifestRenderer.OWNER_LABEL)
                                    .asString(""))
                    ? Origin.OURS
                    : Origin.OTHER_GAUNTLET;
        }
        var kinds = metadata.path("ownerReferences")
                .valueStream()
                .map(owner -> owner.path("kind").asString(""));
        if (kinds.anyMatch(OPERATOR_KINDS::contains)) {
            return Origin.OPERATOR;
        }
        if (owners.stream().anyMatch(owner -> GIT_OPS.matcher(owner.manager()).matches())
                || metadata.path("labels").has("argocd.argoproj.io/instance")
                || metadata.path("annotations").has("argocd.argoproj.io/tracking-id")) {
            return Origin.GIT_OPS;
        }
        return "Helm".equals(managedBy) || metadata.path("annotations").has("meta.helm.sh/release-name")
                ? Origin.HELM
                : Origin.CLIENT;
    }

    /** The object that made this one, for people; empty for none. */
    static String owner(JsonNode object) {
        return object.path("metadata")
                .path("ownerReferences")
                .valueStream()
                .findFirst()
                .map(owner -> Untrusted.line(owner.path("kind").asString("") + " "
                        + owner.path("name").asString("")))
                .orElse("");
    }
}
