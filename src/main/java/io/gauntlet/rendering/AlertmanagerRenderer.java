package io.gauntlet.rendering;

import io.gauntlet.kernel.PromDuration;
import io.gauntlet.rendering.Workloads.Claim;
import io.gauntlet.routing.AlertmanagerConfig;
import io.gauntlet.routing.Routing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Alertmanagers that know each other. Their volume keeps silences and what was notified. The configuration is one value of one
 * Secret, mounted as it is, so that its MD5 sum is the one a replica shows once it was told to load it; the pod template does
 * not change with it. Secrets of receivers are read at each notification.
 */
final class AlertmanagerRenderer {

    static final int PORT = 9093;
    private static final int GOSSIP_PORT = 9094;
    /** The headless service: every replica by itself. */
    static final String PEERS = "alertmanager-peers";

    private static final String CONFIG = "alertmanager-config";
    private static final String SECRETS = "alertmanager-secrets";
    private static final String DIRECTORY = "/etc/alertmanager/config";
    private static final String DATA = "/alertmanager";

    /** Keeps alerts visible and silenceable without notifying anybody. */
    private static final String NO_ROUTING = YamlText.write(
            Doc.map("route", Doc.map("receiver", "nobody"), "receivers", List.of(Doc.map("name", "nobody"))));

    private AlertmanagerRenderer() {}

    static void render(RenderScope scope) {
        var component = Component.ALERTMANAGER;
        var settings = scope.settings().alertmanager();
        var configuration =
                scope.config().alertmanager().map(AlertmanagerConfig::yaml).orElse(NO_ROUTING);
        secrets(scope, configuration);
        Services.balanced(scope, component, Services.Port.tcp("http", PORT));
        Services.peers(
                scope,
                component,
                PEERS,
                Services.Port.tcp("http", PORT),
                Services.Port.tcp("mesh-tcp", GOSSIP_PORT),
                new Services.Port("mesh-udp", GOSSIP_PORT, "UDP"));
        var pods = new PodTemplate(scope, component)
                .graceSeconds(120)
                .spread()
                .container(container(scope))
                .volume(
                        "config",
                        Doc.map("secret", Doc.map("secretName", CONFIG, "defaultMode", Secrets.READ_BY_GROUP)))
                .volume(
                        "secrets",
                        Doc.map(
                                "secret",
                                Doc.map(
                                        "secretName",
                                        SECRETS,
                                        "defaultMode",
                                        Secrets.READ_BY_GROUP,
                                        "optional",
                                        true)));
        Workloads.statefulSet(
                scope, component, settings.replicas(), PEERS, pods, new Claim("data", settings.storageSize()));
        Workloads.disruptionBudget(scope, component, settings.replicas());
    }

    private static void secrets(RenderScope scope, String configuration) {
        var content = Doc.map("alertmanager.yml", Secrets.base64(configuration));
        scope.out().add(Kinds.SECRET, Component.ALERTMANAGER, CONFIG, Doc.map("type", "Opaque", "data", content));
        var files = new Doc();
        scope.config()
                .alertmanager()
                .ifPresent(routing -> routing.secretFiles()
                        .forEach((file, secret) -> files.put(file, Secrets.base64(secret.reveal()))));
        if (files.size() > 0) {
            scope.out().add(Kinds.SECRET, Component.ALERTMANAGER, SECRETS, Doc.map("type", "Opaque", "data", files));
        }
    }

    private static Container container(RenderScope scope) {
        var versions = scope.settings().versions();
        return new Container("alertmanager", versions.images().alertmanager() + ":v" + versions.alertmanager())
                .args(args(scope))
                .envFromField("POD_IP", "status.podIP")
                .port("http", PORT)
                .port("mesh-tcp", GOSSIP_PORT)
                .port("mesh-udp", GOSSIP_PORT, "UDP")
                .liveness(new Probe("/-/healthy", "http", 10, 10))
                .readiness(new Probe("/-/ready", "http", 5, 10))
                .mount("config", DIRECTORY, true)
                .mount("secrets", Routing.SECRET_DIRECTORY, true)
                .mount("data", DATA, false)
                .resources(scope.settings().alertmanager().resources());
    }

    private static List<String> args(RenderScope scope) {
        var settings = scope.settings().alertmanager();
        var args = new ArrayList<String>(List.of(
                "--config.file=" + DIRECTORY + "/alertmanager.yml",
                "--storage.path=" + DATA,
                "--data.retention=" + goDuration(settings.retention()),
                "--web.external-url=" + scope.externalUrl(Component.ALERTMANAGER, PORT),
                "--web.route-prefix=/"));
        if (settings.replicas() < 2) {
            args.add("--cluster.listen-address=");
            return args;
        }
        args.add("--cluster.listen-address=[$(POD_IP)]:" + GOSSIP_PORT);
        args.add("--cluster.label=" + scope.cluster() + "/" + scope.namespace());
        args.add("--cluster.reconnect-timeout=5m");
        IntStream.range(0, settings.replicas())
                .mapToObj(
                        number -> "--cluster.peer=alertmanager-" + number + "." + scope.host(PEERS) + ":" + GOSSIP_PORT)
                .forEach(args::add);
        return args;
    }

    /** This flag takes Go's durations, which know no days. */
    private static String goDuration(PromDuration duration) {
        var seconds = duration.millis() / 1000;
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds + "s";
    }
}
