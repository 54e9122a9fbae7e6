package io.gauntlet.stack;

import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.PromDuration;
import io.gauntlet.stack.StackSettings.Resources;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rules over the settings of one stack; each problem names the path of a setting. */
final class SettingsCheck {

    private static final Pattern VERSION = Pattern.compile("\\d{1,4}\\.\\d{1,4}\\.\\d{1,4}(-[0-9A-Za-z.]{1,30})?");
    private static final Pattern IMAGE =
            Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\\d{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,62}");
    private static final Pattern DNS =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final PromDuration MIN_RETENTION_WITH_BUCKET = PromDuration.of("6h");
    private static final BigDecimal MIN_INDEX_CACHE = Quantity.bytes("150MB").orElseThrow();

    private final List<FieldProblem> problems = new ArrayList<>();
    private final StackSettings settings;

    private SettingsCheck(StackSettings settings) {
        this.settings = settings;
    }

    static List<FieldProblem> check(StackSettings settings, boolean bucket) {
        var check = new SettingsCheck(settings);
        check.versions();
        check.prometheus(bucket);
        check.thanos();
        check.others();
        check.exposure();
        check.storage();
        AdoptedSelectors.check(settings.adopted().selectors(), check.problems);
        return check.problems;
    }

    private void versions() {
        SettingsSchema.flatten(settings).forEach((path, value) -> {
            if (path.startsWith("versions.images.")) {
                pattern(
                        path,
                        (String) value,
                        IMAGE,
                        "It is not an image repository.",
                        "Write registry/path without a tag, such as quay.io/thanos/thanos.");
            } else if (path.startsWith("versions.")) {
                pattern(
                        path,
                        (String) value,
                        VERSION,
                        "It is not a version.",
                        "Write a version without v, such as 3.14.0.");
            } else if (path.endsWith("storageSize")) {
                size(path, (String) value);
            }
        });
    }

    private void prometheus(boolean bucket) {
        var prometheus = settings.prometheus();
        range("prometheus.replicas", prometheus.replicas(), 1, 10);
        pattern(
                "prometheus.replicaLabel",
                prometheus.replicaLabel(),
                LABEL,
                "It is not a label name.",
                "Use letters, digits and underscores, such as replica.");
        if (prometheus.replicaLabel().equals("cluster")
                || prometheus.replicaLabel().startsWith("__")) {
            problem(
                    "prometheus.replicaLabel",
                    "The label cannot tell replicas apart.",
                    "Use a label of its own, such as replica.");
        }
        positive("prometheus.scrapeInterval", prometheus.scrapeInterval());
        positive("prometheus.evaluationInterval", prometheus.evaluationInterval());
        if (prometheus.scrapeInterval().compareTo(prometheus.evaluationInterval()) > 0) {
            problem(
                    "prometheus.evaluationInterval",
                    "Rules would be evaluated more often than samples come.",
                    "Use at least the scrape interval, " + prometheus.scrapeInterval() + ".");
        }
        positive("prometheus.retention", prometheus.retention());
        if (bucket && prometheus.retention().compareTo(MIN_RETENTION_WITH_BUCKET) < 0) {
            problem(
                    "prometheus.retention",
                    "Samples would go before a block is uploaded and read by the store gateway.",
                    "Keep them at least 6h.");
        }
        resources("prometheus.resources", prometheus.resources());
        resources("prometheus.sidecarResources", prometheus.sidecarResources());
    }

    private void thanos() {
        range("querier.replicas", settings.querier().replicas(), 1, 20);
        positive("querier.timeout", settings.querier().timeout());
        resources("querier.resources", settings.querier().resources());
        range("queryFrontend.replicas", settings.queryFrontend().replicas(), 1, 20);
        resources("queryFrontend.resources", settings.queryFrontend().resources());
        store();
        resources("compactor.resources", settings.compactor().resources());
        range("ruler.replicas", settings.ruler().replicas(), 1, 10);
        positive("ruler.evaluationInterval", settings.ruler().evaluationInterval());
        resources("ruler.resources", settings.ruler().resources());
    }

    private void store() {
        var store = settings.store();
        range("store.replicas", store.replicas(), 1, 20);
        resources("store.resources", store.resources());
        var cache = Quantity.bytes(store.indexCacheSize());
        var pool = Quantity.bytes(store.chunkPoolSize());
        if (cache.isEmpty() || cache.get().compareTo(MIN_INDEX_CACHE) < 0) {
            problem(
                    "store.indexCacheSize",
                    "The store gateway does not start with this cache.",
                    "Write at least 150MB.");
        }
        if (pool.isEmpty()) {
            problem("store.chunkPoolSize", "It is not a size.", "Write a size such as 2GB.");
        }
        var limit = Quantity.parse(store.resources().memoryLimit());
        if (cache.isPresent()
                && pool.isPresent()
                && limit.isPresent()
                && cache.get().add(pool.get()).compareTo(limit.get()) >= 0) {
            problem(
                    "store.resources.memoryLimit",
                    "Index cache and chunk pool alone fill the memory limit.",
                    "Raise the limit above their sum, or make them smaller.");
        }
    }

    private void others() {
        var alertmanager = settings.alertmanager();
        range("alertmanager.replicas", alertmanager.replicas(), 1, 9);
        positive("alertmanager.retention", alertmanager.retention());
        resources("alertmanager.resources", alertmanager.resources());
        resources("kubeStateMetrics.resources", settings.kubeStateMetrics().resources());
        range("nodeExporter.port", settings.nodeExporter().port(), 1024, 65_535);
        if (settings.nodeExporter().port() == 10_250 || settings.nodeExporter().port() == 10_256) {
            problem(
                    "nodeExporter.port",
                    "The port belongs to Kubernetes on every node.",
                    "Use another one, such as 9100.");
        }
        resources("nodeExporter.resources", settings.nodeExporter().resources());
        resources("grafana.resources", settings.grafana().resources());
    }

    private void exposure() {
        var exposure = settings.exposure();
        optional("exposure.domain", exposure.domain(), "a domain");
        optional("exposure.ingressClassName", exposure.ingressClassName(), "the name of an ingress class");
        optional("exposure.tlsSecret", exposure.tlsSecret(), "the name of a Secret");
        if (exposure.mode() != StackSettings.Exposure.Mode.NONE
                && exposure.domain().isEmpty()) {
            problem(
                    "exposure.domain",
                    "There is no domain to make host names of.",
                    "Write one such as monitoring.example.org.");
        }
        var gateway = exposure.gateway().split("/", -1);
        var named = gateway.length == 2
                && DNS.matcher(gateway[0]).matches()
                && DNS.matcher(gateway[1]).matches();
        var needed = exposure.mode() == StackSettings.Exposure.Mode.GATEWAY;
        if (!named && (needed || !exposure.gateway().isEmpty())) {
            problem("exposure.gateway", "It does not name a Gateway.", "Write namespace/name of the Gateway.");
        }
    }

    private void storage() {
        var storage = settings.storage();
        optional("storage.className", storage.className(), "the name of a storage class");
        optional("storage.provisioner", storage.provisioner().replace("/", "."), "the name of a CSI driver");
        if (!storage.className().isEmpty() && !storage.provisioner().isEmpty()) {
            problem(
                    "storage.provisioner",
                    "An existing class is used, so none is created.",
                    "Set storage.className or storage.provisioner, not both.");
        }
    }

    private void resources(String path, Resources resources) {
        quantity(path + ".cpuRequest", resources.cpuRequest());
        quantity(path + ".cpuLimit", resources.cpuLimit());
        quantity(path + ".memoryRequest", resources.memoryRequest());
        quantity(path + ".memoryLimit", resources.memoryLimit());
        ordered(path + ".cpuLimit", resources.cpuRequest(), resources.cpuLimit());
        ordered(path + ".memoryLimit", resources.memoryRequest(), resources.memoryLimit());
    }

    private void ordered(String path, String request, String limit) {
        var low = Quantity.parse(request);
        var high = Quantity.parse(limit);
        if (low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) > 0) {
            problem(
                    path,
                    "The limit is below the request of " + request + ".",
                    "Raise the limit, lower the request, or leave the limit empty.");
        }
    }

    private void quantity(String path, String text) {
        if (!text.isEmpty() && Quantity.parse(text).isEmpty()) {
            problem(path, "It is not a quantity.", "Write a quantity such as 500m or 2Gi, or nothing.");
        }
    }

    private void size(String path, String text) {
        if (Quantity.parse(text)
                .filter(bytes -> bytes.compareTo(BigDecimal.valueOf(1 << 20)) >= 0)
                .isEmpty()) {
            problem(path, "It is not the size of a volume.", "Write a size such as 50Gi.");
        }
    }

    private void range(String path, int value, int min, int max) {
        if (value < min || value > max) {
            problem(path, "The number is out of range.", "Use " + min + " to " + max + ".");
        }
    }

    private void positive(String path, PromDuration duration) {
        if (duration.millis() == 0) {
            problem(path, "The duration is zero.", "Write a duration such as 30s.");
        }
    }

    private void optional(String path, String text, String what) {
        if (!text.isEmpty() && (text.length() > 253 || !DNS.matcher(text).matches())) {
            problem(path, "It is not " + what + ".", "Use lower-case letters, digits, hyphens and dots.");
        }
    }

    private void pattern(String path, String text, Pattern pattern, String reason, String fix) {
        if (text.length() > 253 || !pattern.matcher(text).matches()) {
            problem(path, reason, fix);
        }
    }

    private void problem(String path, String reason, String fix) {
        problems.add(new FieldProblem(path, reason, fix));
    }
}
