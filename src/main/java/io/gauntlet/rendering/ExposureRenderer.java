package io.gauntlet.rendering;

import io.gauntlet.stack.StackSettings.Exposure;
import java.util.List;

/**
 * Publishes Grafana, the querier and Alertmanager through an Ingress or a Gateway. Never Prometheus: its lifecycle API would
 * let anybody stop it.
 */
final class ExposureRenderer {

    private ExposureRenderer() {}

    static void render(RenderScope scope) {
        switch (scope.settings().exposure().mode()) {
            case NONE -> {}
            case INGRESS -> published(scope).forEach(component -> ingress(scope, component));
            case GATEWAY -> published(scope).forEach(component -> route(scope, component));
        }
    }

    static List<Component> published(RenderScope scope) {
        return List.of(Component.GRAFANA, Component.QUERIER, Component.ALERTMANAGER).stream()
                .filter(scope::runs)
                .toList();
    }

    private static int port(Component component) {
        return switch (component) {
            case GRAFANA -> GrafanaRenderer.PORT;
            case ALERTMANAGER -> AlertmanagerRenderer.PORT;
            default -> RenderScope.QUERY_PORT;
        };
    }

    /** The service that answers for the published name: people's queries profit from the frontend's cache. */
    private static String service(RenderScope scope, Component component) {
        return component == Component.QUERIER ? scope.queryEntrance().workload() : component.workload();
    }

    private static void ingress(RenderScope scope, Component component) {
        var exposure = scope.settings().exposure();
        var host = scope.publicHost(component);
        var service = Doc.map("name", service(scope, component), "port", Doc.map("number", port(component)));
        var path = Doc.map("path", "/", "pathType", "Prefix", "backend", Doc.map("service", service));
        var rule = Doc.map("host", host, "http", Doc.map("paths", List.of(path)));
        var spec = new Doc()
                .putUnlessEmpty("ingressClassName", exposure.ingressClassName())
                .putIf(
                        !exposure.tlsSecret().isEmpty(),
                        "tls",
                        List.of(Doc.map("hosts", List.of(host), "secretName", exposure.tlsSecret())))
                .put("rules", List.of(rule));
        scope.out().add(Kinds.INGRESS, component, component.workload(), Doc.map("spec", spec));
    }

    private static void route(RenderScope scope, Component component) {
        var backend = Doc.map("name", service(scope, component), "port", port(component));
        var match = Doc.map("path", Doc.map("type", "PathPrefix", "value", "/"));
        var spec = Doc.map(
                "parentRefs",
                List.of(gateway(scope.settings().exposure())),
                "hostnames",
                List.of(scope.publicHost(component)),
                "rules",
                List.of(Doc.map("matches", List.of(match), "backendRefs", List.of(backend))));
        scope.out().add(Kinds.HTTP_ROUTE, component, component.workload(), Doc.map("spec", spec));
    }

    private static Doc gateway(Exposure exposure) {
        var slash = exposure.gateway().indexOf('/');
        return Doc.map("name", exposure.gateway().substring(slash + 1))
                .putIf(slash > 0, "namespace", exposure.gateway().substring(0, Math.max(slash, 0)));
    }
}
