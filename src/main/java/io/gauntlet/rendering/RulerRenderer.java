package io.gauntlet.rendering;

import io.gauntlet.rendering.RuleFiles.RuleFile;
import io.gauntlet.rendering.Workloads.Claim;
import java.util.ArrayList;
import java.util.List;

/**
 * Rulers: evaluate rules over everything that the querier reaches. Their volume keeps results and pending alerts over a
 * restart. Changed rules are read again when a ruler is told to; the pod template does not change with them.
 */
final class RulerRenderer {

    private static final String DATA = "/var/thanos/rule";

    private RulerRenderer() {}

    static void render(RenderScope scope, List<RuleFile> rules) {
        var component = Component.RULER;
        var settings = scope.settings().ruler();
        RuleFiles.render(scope, component, rules);
        Services.headless(scope, component, Thanos.grpc(), Thanos.http());
        var container = Thanos.server(scope, component, args(scope), settings.resources())
                .envFromField("POD_NAME", "metadata.name")
                .port("grpc", Thanos.GRPC_PORT)
                .mount("data", DATA, false)
                .mount("rules", RuleFiles.RULER_DIRECTORY, true);
        var pods = new PodTemplate(scope, component)
                .graceSeconds(Thanos.GRACE_SECONDS)
                .spread()
                .container(container)
                .volume("rules", RuleFiles.volume(component));
        scope.objectStore().ifPresent(store -> store.mount(pods, container));
        Workloads.statefulSet(
                scope,
                component,
                settings.replicas(),
                component.workload(),
                pods,
                new Claim("data", settings.storageSize()));
        Workloads.disruptionBudget(scope, component, settings.replicas());
    }

    private static List<String> args(RenderScope scope) {
        var args = new ArrayList<String>(List.of(
                "rule",
                "--data-dir=" + DATA,
                "--eval-interval=" + scope.settings().ruler().evaluationInterval(),
                "--rule-file=" + RuleFiles.RULER_DIRECTORY + "/*.yaml",
                "--query=http://" + scope.host(Component.QUERIER.workload()) + ":" + RenderScope.QUERY_PORT,
                "--alertmanagers.url=dns+http://" + scope.host(AlertmanagerRenderer.PEERS) + ":"
                        + AlertmanagerRenderer.PORT,
                "--alert.query-url=" + scope.externalUrl(Component.QUERIER, RenderScope.QUERY_PORT),
                // Not cluster and replica: the ruler's labels overwrite those of the same name on its alerts.
                "--label=" + RenderScope.RULER_CLUSTER + "=\"" + scope.cluster() + "\"",
                "--label=" + RenderScope.RULER_REPLICA + "=\"$(POD_NAME)\"",
                "--alert.label-drop=" + RenderScope.RULER_REPLICA,
                "--alert.label-drop=" + scope.settings().prometheus().replicaLabel()));
        scope.objectStore().ifPresent(store -> args.add(ObjectStoreFile.FLAG));
        return args;
    }
}
