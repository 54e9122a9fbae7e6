package io.gauntlet.adoption;

import io.gauntlet.adoption.PodShape.Container;
import io.gauntlet.adoption.Survey.Part;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Recognises the parts of a monitoring stack by what an image is called and how it is started. */
final class Recognition {

    private static final Pattern VERSION = Pattern.compile("v?(\\d{1,4}\\.\\d{1,4}\\.\\d{1,4})(?:[-+].*)?");

    /** By the last part of the image's name, without what distributors put before it. */
    private static final Map<String, StackRole> IMAGES = Map.of(
            "prometheus", StackRole.PROMETHEUS,
            "alertmanager", StackRole.ALERTMANAGER,
            "kube-state-metrics", StackRole.KUBE_STATE_METRICS,
            "node-exporter", StackRole.NODE_EXPORTER,
            "node_exporter", StackRole.NODE_EXPORTER,
            "grafana", StackRole.GRAFANA,
            "grafana-enterprise", StackRole.GRAFANA,
            "grafana-oss", StackRole.GRAFANA,
            "prometheus-operator", StackRole.OPERATOR);

    private static final Map<String, StackRole> THANOS = Map.of(
            "sidecar", StackRole.SIDECAR,
            "query", StackRole.QUERIER,
            "query-frontend", StackRole.QUERY_FRONTEND,
            "store", StackRole.STORE_GATEWAY,
            "compact", StackRole.COMPACTOR,
            "rule", StackRole.RULER,
            "receive", StackRole.RECEIVER);

    private Recognition() {}

    static Optional<Part> part(Container container) {
        return role(container)
                .map(role -> new Part(
                        role,
                        Untrusted.line(container.name()),
                        Untrusted.line(repository(container.image())),
                        version(container.image())));
    }

    static Optional<StackRole> role(Container container) {
        var image = lastName(container.image());
        if (image.equals("thanos") || container.words().stream().anyMatch(Recognition::isThanos)) {
            return container.words().stream()
                    .filter(THANOS::containsKey)
                    .findFirst()
                    .map(THANOS::get);
        }
        return Optional.ofNullable(IMAGES.get(image)).or(() -> byFlags(container));
    }

    private static boolean isThanos(String word) {
        return word.equals("thanos") || word.endsWith("/thanos");
    }

    /** For images under names of their own. */
    private static Optional<StackRole> byFlags(Container container) {
        if (container.flag("config.file").isEmpty()) {
            return Optional.empty();
        }
        if (container.flag("storage.tsdb.path").isPresent()) {
            return Optional.of(StackRole.PROMETHEUS);
        }
        return container.flag("storage.path").isPresent() ? Optional.of(StackRole.ALERTMANAGER) : Optional.empty();
    }

    /** The image without tag and digest. */
    static String repository(String image) {
        var digest = image.indexOf('@');
        var whole = digest < 0 ? image : image.substring(0, digest);
        var tag = whole.lastIndexOf(':');
        return tag > whole.lastIndexOf('/') ? whole.substring(0, tag) : whole;
    }

    /** The version that the tag names; empty for tags such as {@code latest}. */
    static String version(String image) {
        var digest = image.indexOf('@');
        var whole = digest < 0 ? image : image.substring(0, digest);
        var tag = whole.lastIndexOf(':');
        if (tag <= whole.lastIndexOf('/')) {
            return "";
        }
        var matcher = VERSION.matcher(whole.substring(tag + 1));
        return matcher.matches() ? matcher.group(1) : "";
    }

    private static String lastName(String image) {
        var repository = repository(image).toLowerCase(Locale.ROOT);
        return repository.substring(repository.lastIndexOf('/') + 1);
    }
}
