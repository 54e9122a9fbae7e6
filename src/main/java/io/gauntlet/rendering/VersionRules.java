package io.gauntlet.rendering;

import io.gauntlet.rendering.ManifestSet.Notice;
import io.gauntlet.rendering.ManifestSet.Severity;
import io.gauntlet.stack.StackSettings.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What depends on versions, in one place: which are rendered for, and where their flags and files differ. */
final class VersionRules {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?(?:[-+].*)?");

    /** Minor versions of Kubernetes whose API groups and fields are rendered. */
    static final int OLDEST_KUBERNETES = 32;

    static final int NEWEST_KUBERNETES = 36;

    /** Flags and keys of a component hold from its oldest version on; newer ones than the newest were not tried. */
    private record Supported(String component, Function<Versions, String> version, Version oldest, Version newest) {}

    private record Version(int major, int minor) {

        boolean before(Version other) {
            return major != other.major ? major < other.major : minor < other.minor;
        }

        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    private static final List<Supported> TABLE = List.of(
            // 3.0 expands variables in external labels itself.
            new Supported("prometheus", Versions::prometheus, new Version(3, 0), new Version(3, 99)),
            // 0.39 has --disable-admin-operations, 0.38 dropped --store.
            new Supported("thanos", Versions::thanos, new Version(0, 39), new Version(0, 42)),
            // 0.27 has matchers and only API v2, 0.26 the cluster label.
            new Supported("alertmanager", Versions::alertmanager, new Version(0, 27), new Version(0, 34)),
            // 2.14 has /livez and /readyz.
            new Supported("kube-state-metrics", Versions::kubeStateMetrics, new Version(2, 14), new Version(2, 20)),
            new Supported("node-exporter", Versions::nodeExporter, new Version(1, 5), new Version(1, 99)),
            // 12 has no AngularJS panels, and the Thanos flavour of its Prometheus data source.
            new Supported("grafana", Versions::grafana, new Version(12, 0), new Version(13, 99)));

    /** Before 3.11 a retention in the file was read in the wrong unit (prometheus#18200); there it has to be a flag. */
    private static final Version RETENTION_IN_CONFIGURATION = new Version(3, 11);

    private VersionRules() {}

    static boolean retentionInConfiguration(Versions versions) {
        return parse(versions.prometheus())
                .filter(version -> !version.before(RETENTION_IN_CONFIGURATION))
                .isPresent();
    }

    static List<Notice> check(MonitoringConfig config) {
        var notices = new ArrayList<Notice>();
        if (config.kubernetesMinor() < OLDEST_KUBERNETES || config.kubernetesMinor() > NEWEST_KUBERNETES) {
            notices.add(new Notice(
                    Severity.BLOCKING,
                    "kubernetes-unsupported",
                    List.of("1." + config.kubernetesMinor(), "1." + OLDEST_KUBERNETES, "1." + NEWEST_KUBERNETES)));
        }
        for (var entry : TABLE) {
            var text = entry.version.apply(config.settings().versions());
            var version = parse(text);
            if (version.isEmpty() || version.get().before(entry.oldest)) {
                notices.add(new Notice(
                        Severity.BLOCKING,
                        "version-unsupported",
                        List.of(entry.component, text, entry.oldest.toString())));
            } else if (entry.newest.before(version.get())) {
                notices.add(new Notice(
                        Severity.WARNING, "version-untested", List.of(entry.component, text, entry.newest.toString())));
            }
        }
        return notices;
    }

    private static Optional<Version> parse(String text) {
        var matcher = VERSION.matcher(text);
        return matcher.matches()
                ? Optional.of(new Version(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }
}
