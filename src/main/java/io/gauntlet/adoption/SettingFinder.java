package io.gauntlet.adoption;

import io.gauntlet.adoption.PodShape.Container;
import io.gauntlet.adoption.Running.Place;
import io.gauntlet.adoption.Survey.Origin;
import io.gauntlet.rendering.StackWorkload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads out of running workloads what the settings of a stack would have to be to go on like them. */
final class SettingFinder {

    private final List<Running> running;
    private final Map<String, Setting> found = new LinkedHashMap<>();

    SettingFinder(Surveyor.Found survey) {
        this.running = survey.running().stream()
                .filter(one -> one.workload().origin() != Origin.OURS)
                .toList();
    }

    /** @param source where the value was found */
    record Setting(String path, Object value, String source) {}

    /** What the workloads themselves say; the configuration of Prometheus says more. */
    Map<String, Setting> find() {
        if (running.isEmpty()) {
            return found;
        }
        Running.first(running, StackRole.PROMETHEUS).ifPresent(this::prometheus);
        thanos();
        Running.first(running, StackRole.ALERTMANAGER).ifPresent(place -> {
            version(place, "alertmanager");
            put("alertmanager.replicas", place.running().workload().replicas(), place);
            flag(place, "data.retention", "alertmanager.retention");
            storage(place, "storage.path", "alertmanager.storageSize");
        });
        others();
        selectors();
        return found;
    }

    private void prometheus(Place place) {
        version(place, "prometheus");
        put("prometheus.replicas", place.running().workload().replicas(), place);
        flag(place, "storage.tsdb.retention", "prometheus.retention");
        flag(place, "storage.tsdb.retention.time", "prometheus.retention");
        storage(place, "storage.tsdb.path", "prometheus.storageSize");
    }

    private void thanos() {
        List.of(StackRole.SIDECAR, StackRole.QUERIER, StackRole.STORE_GATEWAY).reversed().stream()
                .flatMap(role -> Running.first(running, role).stream())
                .forEach(place -> version(place, "thanos"));
        Running.first(running, StackRole.QUERIER).ifPresent(place -> {
            put("querier.replicas", place.running().workload().replicas(), place);
            flag(place, "query.timeout", "querier.timeout");
        });
        present(StackRole.QUERY_FRONTEND, "queryFrontend.enabled")
                .ifPresent(place ->
                        put("queryFrontend.replicas", place.running().workload().replicas(), place));
        Running.first(running, StackRole.STORE_GATEWAY).ifPresent(place -> {
            put("store.replicas", place.running().workload().replicas(), place);
            flag(place, "index-cache-size", "store.indexCacheSize");
            flag(place, "chunk-pool-size", "store.chunkPoolSize");
            storage(place, "data-dir", "store.storageSize");
        });
        Running.first(running, StackRole.COMPACTOR)
                .ifPresent(place -> storage(place, "data-dir", "compactor.storageSize"));
        present(StackRole.RULER, "ruler.enabled").ifPresent(place -> {
            put("ruler.replicas", place.running().workload().replicas(), place);
            flag(place, "eval-interval", "ruler.evaluationInterval");
            storage(place, "data-dir", "ruler.storageSize");
        });
    }

    private void others() {
        present(StackRole.KUBE_STATE_METRICS, "kubeStateMetrics.enabled")
                .ifPresent(place -> version(place, "kubeStateMetrics"));
        present(StackRole.GRAFANA, "grafana.enabled").ifPresent(place -> version(place, "grafana"));
        present(StackRole.NODE_EXPORTER, "nodeExporter.enabled").ifPresent(place -> {
            version(place, "nodeExporter");
            place.container()
                    .flag("web.listen-address")
                    .map(address -> address.substring(address.lastIndexOf(':') + 1))
                    .filter(port -> port.matches("\\d{1,5}"))
                    .ifPresent(port -> put("nodeExporter.port", Integer.valueOf(port), place));
        });
    }

    /** A part that a stack can do without is switched on where it runs, and off where it does not. */
    private Optional<Place> present(StackRole role, String path) {
        var place = Running.first(running, role);
        found.put(
                path,
                new Setting(
                        path, place.isPresent(), place.map(SettingFinder::title).orElse("not found")));
        return place;
    }

    private void version(Place place, String name) {
        var image = place.container().image();
        var version = Recognition.version(image);
        if (!version.isEmpty()) {
            put("versions." + name, version, place);
        }
        put("versions.images." + name, Recognition.repository(image), place);
    }

    private void flag(Place place, String flag, String path) {
        place.container().flag(flag).filter(value -> !value.isEmpty()).ifPresent(value -> put(path, value, place));
    }

    /** Size and class of the volume that is mounted where a flag says that data is. */
    private void storage(Place place, String flag, String path) {
        var directory = place.container().flag(flag).map(SettingFinder::trimmed);
        var claims = place.running().spec().path("volumeClaimTemplates");
        var claim = claims.valueStream()
                .filter(one -> mountedAt(place.container(), name(one), directory))
                .findFirst()
                .or(() -> directory.isEmpty() ? claims.valueStream().findFirst() : Optional.empty());
        claim.ifPresent(one -> {
            var spec = one.path("spec");
            put(path, spec.at("/resources/requests/storage").asString(""), place);
            var storageClass = spec.path("storageClassName").asString("");
            if (!storageClass.isEmpty()) {
                put("storage.className", storageClass, place);
            }
        });
    }

    private static boolean mountedAt(Container container, String volume, Optional<String> directory) {
        return container.mounts().stream()
                .anyMatch(mount -> mount.volume().equals(volume)
                        && directory.filter(trimmed(mount.path())::equals).isPresent());
    }

    private static String name(JsonNode claim) {
        return claim.path("metadata").path("name").asString("");
    }

    private static String trimmed(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Workloads with the name and kind of one of ours can be taken over if ours select the same pods. */
    private void selectors() {
        var selectors = new TreeMap<String, String>();
        var sources = new StringBuilder();
        for (var ours : StackWorkload.all()) {
            for (var one : running) {
                var workload = one.workload();
                if (workload.name().equals(ours.name())
                        && workload.kind().equals(ours.type().kind())
                        && !workload.selector().isEmpty()) {
                    selectors.put(ours.component(), labels(workload.selector()));
                    sources.append(sources.isEmpty() ? "" : ", ").append(one.title());
                }
            }
        }
        if (!selectors.isEmpty()) {
            found.put(
                    "adopted.selectors",
                    new Setting("adopted.selectors", selectors, Untrusted.line(sources.toString())));
        }
    }

    private static String labels(Map<String, String> selector) {
        return new TreeMap<>(selector)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(","));
    }

    private void put(String path, Object value, Place place) {
        found.put(path, new Setting(path, value, title(place)));
    }

    private static String title(Place place) {
        return Untrusted.line(
                place.running().title() + ", container " + place.container().name());
    }
}
