package io.gauntlet.rendering;

import io.gauntlet.stack.StackSettings.Exposure;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets only the stack's own pods talk to the stack's pods, and everybody in the cluster to what is published. Outgoing
 * traffic stays free: object storage and receivers can be anywhere. Pods on the host's network are beyond any policy.
 */
final class NetworkPolicies {

    private NetworkPolicies() {}

    static void render(RenderScope scope) {
        if (!scope.settings().exposure().networkPolicies()) {
            return;
        }
        var stack = Doc.map("matchLabels", Doc.map(CommonLabels.PART_OF, CommonLabels.PRODUCT));
        var fromStack = Doc.map("from", List.of(Doc.map("podSelector", stack)));
        policy(scope, Component.STACK, "gauntlet-stack", stack, fromStack);
        if (scope.settings().exposure().mode() != Exposure.Mode.NONE) {
            var entrances = new ArrayList<Component>();
            ExposureRenderer.published(scope)
                    .forEach(component ->
                            entrances.add(component == Component.QUERIER ? scope.queryEntrance() : component));
            entrances.forEach(component -> published(scope, component));
        }
    }

    private static void published(RenderScope scope, Component component) {
        var port = switch (component) {
            case GRAFANA -> GrafanaRenderer.PORT;
            case ALERTMANAGER -> AlertmanagerRenderer.PORT;
            default -> Thanos.HTTP_PORT;
        };
        var ingress = Doc.map(
                "from",
                List.of(Doc.map("namespaceSelector", new Doc())),
                "ports",
                List.of(Doc.map("port", port, "protocol", "TCP")));
        var pods = Doc.map("matchLabels", scope.selector(component));
        policy(scope, component, component.workload(), pods, ingress);
    }

    private static void policy(RenderScope scope, Component component, String name, Doc pods, Doc ingress) {
        var spec = Doc.map("podSelector", pods, "policyTypes", List.of("Ingress"), "ingress", List.of(ingress));
        scope.out().add(Kinds.NETWORK_POLICY, component, name, Doc.map("spec", spec));
    }
}
