package io.gauntlet.rendering;

import io.gauntlet.rendering.RuleFiles.RuleFile;
import java.util.ArrayList;
import java.util.List;

/** Prometheus replicas, each with a Thanos sidecar that serves, uploads and reloads. */
final class PrometheusRenderer {

    static final int PORT = 9090;
    private static final String CONFIG = "prometheus-config";
    private static final String CONFIG_DIRECTORY = "/etc/prometheus/config";
    private static final String CONFIG_FILE = CONFIG_DIRECTORY + "/prometheus.yml";
    private static final String DATA = "/prometheus";
    /** Prometheus writes out its head and answers running queries before it ends. */
    private static final int GRACE_SECONDS = 600;

    private PrometheusRenderer() {}

    static void render(RenderScope scope, ScrapeConfigurations scrapes, List<RuleFile> rules) {
        var component = Component.PROMETHEUS;
        var settings = scope.settings().prometheus();
        var configuration = PrometheusConfiguration.of(scope, scrapes);
        scope.out()
                .add(
                        Kinds.CONFIG_MAP,
                        component,
                        CONFIG,
                        Doc.map("annotations", Doc.map(ManifestRenderer.REVISION_ANNOTATION, configuration.revision())),
                        Doc.map("data", Doc.map("prometheus.yml", configuration.text())));
        RuleFiles.render(scope, component, rules);
        Services.headless(
                scope,
                component,
                Services.Port.tcp("http", PORT),
                Services.Port.tcp("grpc", Thanos.GRPC_PORT),
                Services.Port.tcp("http-sidecar", Thanos.HTTP_PORT));
        var sidecar = sidecar(scope);
        var pods = new PodTemplate(scope, component)
                .apiToken()
                .graceSeconds(GRACE_SECONDS)
                .spread()
                .container(prometheus(scope))
                .container(sidecar)
                .volume("config", Doc.map("configMap", Doc.map("name", CONFIG)))
                .volume("rules", RuleFiles.volume(component));
        scope.objectStore().ifPresent(store -> store.mount(pods, sidecar));
        Workloads.statefulSet(
                scope,
                component,
                settings.replicas(),
                component.workload(),
                pods,
                new Workloads.Claim("data", settings.storageSize()));
        Workloads.disruptionBudget(scope, component, settings.replicas());
    }

    private static Container prometheus(RenderScope scope) {
        var versions = scope.settings().versions();
        return new Container("prometheus", versions.images().prometheus() + ":v" + versions.prometheus())
                .args(args(scope))
                .envFromField("POD_NAME", "metadata.name")
                .port("http", PORT)
                .startup(new Probe("/-/ready", "http", 15, 60))
                .liveness(new Probe("/-/healthy", "http", 5, 6))
                .readiness(new Probe("/-/ready", "http", 5, 3))
                .mount("config", CONFIG_DIRECTORY, true)
                .mount("rules", RuleFiles.PROMETHEUS_DIRECTORY, true)
                .mount("data", DATA, false)
                .resources(scope.settings().prometheus().resources());
    }

    private static List<String> args(RenderScope scope) {
        var args = new ArrayList<String>();
        args.add("--config.file=" + CONFIG_FILE);
        args.add("--storage.tsdb.path=" + DATA);
        if (!VersionRules.retentionInConfiguration(scope.settings().versions())) {
            args.add("--storage.tsdb.retention.time="
                    + scope.settings().prometheus().retention());
        }
        if (scope.objectStore().isPresent()) {
            // Blocks that are uploaded must not be compacted here: the bucket's compactor does that.
            args.add("--storage.tsdb.min-block-duration=2h");
            args.add("--storage.tsdb.max-block-duration=2h");
        }
        args.add("--web.enable-lifecycle");
        // Links in alerts lead to the querier, which knows all replicas and is what people can reach.
        args.add("--web.external-url=" + scope.externalUrl(Component.QUERIER, RenderScope.QUERY_PORT));
        args.add("--web.route-prefix=/");
        return args;
    }

    private static Container sidecar(RenderScope scope) {
        var args = new ArrayList<String>(List.of(
                "sidecar",
                "--prometheus.url=http://127.0.0.1:" + PORT,
                "--tsdb.path=" + DATA,
                "--reloader.config-file=" + CONFIG_FILE,
                "--reloader.rule-dir=" + RuleFiles.PROMETHEUS_DIRECTORY,
                "--reloader.watch-interval=30s"));
        scope.objectStore().ifPresent(store -> args.add(ObjectStoreFile.FLAG));
        return Thanos.container(
                        scope,
                        "thanos-sidecar",
                        args,
                        scope.settings().prometheus().sidecarResources())
                .port("grpc", Thanos.GRPC_PORT)
                .port("http-sidecar", Thanos.HTTP_PORT)
                .liveness(new Probe("/-/healthy", "http-sidecar", 30, 4))
                .readiness(new Probe("/-/ready", "http-sidecar", 5, 20))
                .mount("config", CONFIG_DIRECTORY, true)
                .mount("rules", RuleFiles.PROMETHEUS_DIRECTORY, true)
                .mount("data", DATA, false);
    }
}
