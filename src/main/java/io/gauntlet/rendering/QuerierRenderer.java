package io.gauntlet.rendering;

import java.util.ArrayList;
import java.util.List;

/** Queriers: stateless, find sidecars, store gateways and rulers by DNS, and merge what replicas have in common. */
final class QuerierRenderer {

    private QuerierRenderer() {}

    static void render(RenderScope scope) {
        var component = Component.QUERIER;
        var settings = scope.settings().querier();
        Services.balanced(scope, component, Services.Port.tcp("http", RenderScope.QUERY_PORT), Thanos.grpc());
        var container = Thanos.server(scope, component, args(scope), settings.resources())
                .port("grpc", Thanos.GRPC_PORT);
        var pods = new PodTemplate(scope, component)
                .graceSeconds(Thanos.GRACE_SECONDS)
                .spread()
                .container(container);
        Workloads.deployment(scope, component, settings.replicas(), pods);
        Workloads.disruptionBudget(scope, component, settings.replicas());
    }

    private static List<String> args(RenderScope scope) {
        var settings = scope.settings().querier();
        var args = new ArrayList<String>();
        args.add("query");
        for (var source : List.of(Component.PROMETHEUS, Component.STORE_GATEWAY, Component.RULER)) {
            if (scope.runs(source)) {
                args.add("--endpoint=" + Thanos.discovery(scope, source));
            }
        }
        args.add("--query.replica-label=" + scope.settings().prometheus().replicaLabel());
        args.add("--query.replica-label=" + RenderScope.RULER_REPLICA);
        // Without it long ranges would read raw blocks only.
        args.add("--query.auto-downsampling");
        args.add("--query.timeout=" + settings.timeout());
        // One store that hangs must not make every query hang.
        args.add("--store.response-timeout=" + settings.timeout());
        return args;
    }
}
