package io.gauntlet.rendering;

import io.gauntlet.rendering.Workloads.Claim;
import io.gauntlet.stack.StackSettings.Exposure;
import java.util.List;

/**
 * Grafana with a provisioned data source and dashboards. The administrator's password comes from the Secret {@code
 * grafana-admin}, which is not rendered: a pure function has no randomness. Where Grafana is published the Secret has to be
 * there before it starts, so that nobody meets it with the password it was built with.
 */
final class GrafanaRenderer {

    static final int PORT = 3000;
    private static final String PROVISIONING = "grafana-provisioning";
    private static final String DASHBOARDS = "grafana-dashboards";
    private static final String ADMIN_SECRET = "grafana-admin";
    /** The user of the image. */
    private static final int USER = 472;

    private static final String PROVIDER = YamlText.write(Doc.map(
            "apiVersion",
            1,
            "providers",
            List.of(Doc.map(
                    "name",
                    "gauntlet",
                    "type",
                    "file",
                    "folder",
                    "Gauntlet",
                    "allowUiUpdates",
                    false,
                    "updateIntervalSeconds",
                    30,
                    "options",
                    Doc.map("path", "/etc/grafana/dashboards")))));

    private GrafanaRenderer() {}

    static void render(RenderScope scope) {
        var component = Component.GRAFANA;
        var settings = scope.settings().grafana();
        var dataSource = dataSource(scope);
        scope.out()
                .add(
                        Kinds.CONFIG_MAP,
                        component,
                        PROVISIONING,
                        Doc.map("data", Doc.map("datasource.yaml", dataSource, "dashboards.yaml", PROVIDER)));
        var dashboards = Doc.map("gauntlet-stack.json", Dashboards.STACK, "gauntlet-cluster.json", Dashboards.CLUSTER);
        scope.out().add(Kinds.CONFIG_MAP, component, DASHBOARDS, Doc.map("data", dashboards));
        Services.balanced(scope, component, Services.Port.tcp("http", PORT));
        var pods = new PodTemplate(scope, component)
                .user(USER)
                // Data sources are read at start only; dashboards are read again when they change.
                .annotation(ManifestRenderer.REVISION_ANNOTATION, RenderScope.revision(dataSource + PROVIDER))
                .graceSeconds(30)
                .container(container(scope))
                .volume("datasources", provisioning("datasource.yaml"))
                .volume("providers", provisioning("dashboards.yaml"))
                .volume("dashboards", Doc.map("configMap", Doc.map("name", DASHBOARDS)))
                .volume("tmp", Doc.map("emptyDir", new Doc()));
        Workloads.statefulSet(
                scope, component, 1, component.workload(), pods, new Claim("data", settings.storageSize()));
    }

    private static Doc provisioning(String key) {
        return Doc.map("configMap", Doc.map("name", PROVISIONING, "items", List.of(Doc.map("key", key, "path", key))));
    }

    private static String dataSource(RenderScope scope) {
        var json = Doc.map(
                "httpMethod",
                "POST",
                "prometheusType",
                "Thanos",
                "prometheusVersion",
                scope.settings().versions().thanos(),
                "timeInterval",
                scope.settings().prometheus().scrapeInterval().toString());
        var source = Doc.map(
                "name",
                "Thanos",
                "uid",
                Dashboards.DATA_SOURCE,
                "type",
                "prometheus",
                "access",
                "proxy",
                "url",
                "http://" + scope.host(scope.queryEntrance().workload()) + ":" + RenderScope.QUERY_PORT,
                "isDefault",
                true,
                "editable",
                false,
                "jsonData",
                json);
        return YamlText.write(Doc.map("apiVersion", 1, "datasources", List.of(source)));
    }

    private static Container container(RenderScope scope) {
        var versions = scope.settings().versions();
        var optional = scope.settings().exposure().mode() == Exposure.Mode.NONE;
        var password = Doc.map("name", ADMIN_SECRET, "key", "password").putIf(optional, "optional", true);
        return new Container("grafana", versions.images().grafana() + ":" + versions.grafana())
                .env("GF_SERVER_ROOT_URL", scope.externalUrl(Component.GRAFANA, PORT))
                .env("GF_AUTH_ANONYMOUS_ENABLED", "false")
                .env("GF_USERS_ALLOW_SIGN_UP", "false")
                .env("GF_ANALYTICS_REPORTING_ENABLED", "false")
                .env("GF_ANALYTICS_CHECK_FOR_UPDATES", "false")
                .env("GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES", "false")
                .env("GF_LOG_MODE", "console")
                .env("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH", "/etc/grafana/dashboards/gauntlet-cluster.json")
                .env(Doc.map("name", "GF_SECURITY_ADMIN_PASSWORD", "valueFrom", Doc.map("secretKeyRef", password)))
                .port("http", PORT)
                .startup(new Probe("/api/health", "http", 5, 60))
                .liveness(new Probe("/api/health", "http", 30, 4))
                .readiness(new Probe("/api/health", "http", 5, 6))
                .mount("data", "/var/lib/grafana", false)
                .mount("datasources", "/etc/grafana/provisioning/datasources", true)
                .mount("providers", "/etc/grafana/provisioning/dashboards", true)
                .mount("dashboards", "/etc/grafana/dashboards", true)
                .mount("tmp", "/tmp", false)
                .resources(scope.settings().grafana().resources());
    }
}
