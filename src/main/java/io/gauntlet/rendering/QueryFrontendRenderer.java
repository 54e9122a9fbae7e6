package io.gauntlet.rendering;

import java.util.List;

/** The query frontend: splits long ranges by day and remembers answers. */
final class QueryFrontendRenderer {

    private static final String CACHE =
            "{\"type\":\"IN-MEMORY\",\"config\":{\"max_size\":\"128MB\",\"validity\":\"6h\"}}";

    private QueryFrontendRenderer() {}

    static void render(RenderScope scope) {
        var component = Component.QUERY_FRONTEND;
        var settings = scope.settings().queryFrontend();
        Services.balanced(scope, component, Services.Port.tcp("http", RenderScope.QUERY_PORT));
        var args = List.of(
                "query-frontend",
                "--query-frontend.downstream-url=http://" + scope.host(Component.QUERIER.workload()) + ":"
                        + RenderScope.QUERY_PORT,
                "--query-frontend.downstream-tripper-config={\"max_idle_conns_per_host\":100}",
                "--query-frontend.compress-responses",
                "--query-frontend.log-queries-longer-than=10s",
                "--query-range.split-interval=24h",
                "--query-range.response-cache-config=" + CACHE,
                "--labels.response-cache-config=" + CACHE);
        var pods = new PodTemplate(scope, component)
                .graceSeconds(Thanos.GRACE_SECONDS)
                .spread()
                .container(Thanos.server(scope, component, args, settings.resources()));
        Workloads.deployment(scope, component, settings.replicas(), pods);
        Workloads.disruptionBudget(scope, component, settings.replicas());
    }
}
