package io.gauntlet.rendering;

import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.rendering.MonitoringConfig.BucketAccess;
import io.gauntlet.stack.StackSettings;
import io.gauntlet.stack.StackSettings.Exposure;
import java.util.Optional;

/** One rendering: the input, and what several renderers derive from it. */
final class RenderScope {

    static final String RULER_REPLICA = "ruler_replica";
    static final String RULER_CLUSTER = "ruler_cluster";
    /** Port of the querier's and the query-frontend's services, as every client of the Prometheus API expects it. */
    static final int QUERY_PORT = 9090;

    private final MonitoringConfig config;
    private final ManifestCollector out;
    private final Optional<ObjectStoreFile> objectStore;

    RenderScope(MonitoringConfig config) {
        this.config = config;
        this.out = new ManifestCollector(config.namespace().value(), new CommonLabels(config.cluster()));
        this.objectStore = config.bucket().map(ObjectStoreFile::of);
    }

    MonitoringConfig config() {
        return config;
    }

    StackSettings settings() {
        return config.settings();
    }

    String namespace() {
        return config.namespace().value();
    }

    String cluster() {
        return config.cluster().value();
    }

    ManifestCollector out() {
        return out;
    }

    Optional<ObjectStoreFile> objectStore() {
        return objectStore;
    }

    boolean runs(Component component) {
        return switch (component) {
            case STACK, PROMETHEUS, QUERIER, ALERTMANAGER -> true;
            case QUERY_FRONTEND -> settings().queryFrontend().enabled();
            case STORE_GATEWAY -> config.bucket().isPresent();
            case COMPACTOR -> config.bucket().filter(BucketAccess::compactor).isPresent();
            case RULER -> settings().ruler().enabled();
            case KUBE_STATE_METRICS -> settings().kubeStateMetrics().enabled();
            case NODE_EXPORTER -> settings().nodeExporter().enabled();
            case GRAFANA -> settings().grafana().enabled();
        };
    }

    /** Where queries of people and of Grafana go. */
    Component queryEntrance() {
        return runs(Component.QUERY_FRONTEND) ? Component.QUERY_FRONTEND : Component.QUERIER;
    }

    /** What selects the pods of a component: the labels of a workload that was taken over, or our own. */
    Doc selector(Component component) {
        return adopted(component)
                .map(labels -> Doc.of(labels.values()))
                .orElseGet(() -> CommonLabels.selector(component));
    }

    /** The labels that a workload of this component had before it was taken over. */
    Optional<LabelSet> adopted(Component component) {
        return settings().adopted().selector(component.label());
    }

    /** Name inside the cluster. Without the cluster's domain, which only its DNS knows. */
    String host(String service) {
        return service + "." + namespace() + ".svc";
    }

    /** The address under which people reach a component: the published one where there is one. */
    String externalUrl(Component component, int port) {
        var exposure = settings().exposure();
        if (exposure.mode() == Exposure.Mode.NONE) {
            return "http://" + host(component.workload()) + ":" + port;
        }
        return (exposure.tlsSecret().isEmpty() ? "http://" : "https://") + publicHost(component);
    }

    /** Host name of a published component. */
    String publicHost(Component component) {
        var prefix = switch (component) {
            case QUERIER -> "query";
            default -> component.workload();
        };
        return prefix + "." + settings().exposure().domain();
    }

    /** A name for a cluster-wide object, which another stack in another namespace of the same cluster cannot have. */
    String clusterWideName(String name) {
        return "gauntlet-" + namespace() + "-" + name;
    }

    /** The class of volumes, or nothing for the cluster's default. */
    String storageClassName() {
        var storage = settings().storage();
        if (!storage.className().isEmpty()) {
            return storage.className();
        }
        return storage.provisioner().isEmpty() ? "" : clusterWideName("data");
    }

    /** A short digest, for names and annotations. */
    static String revision(String text) {
        return Digest.of(text).abbreviated();
    }
}
