package io.gauntlet.stack;

import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.PromDuration;
import java.util.Map;
import java.util.Optional;

/**
 * Every setting of a stack with a value. The path of a setting is the record components joined by dots:
 * {@code prometheus.replicas}, {@code querier.resources.memoryRequest}.
 */
public record StackSettings(
        Versions versions,
        Prometheus prometheus,
        Querier querier,
        QueryFrontend queryFrontend,
        Store store,
        Compactor compactor,
        Ruler ruler,
        Alertmanager alertmanager,
        KubeStateMetrics kubeStateMetrics,
        NodeExporter nodeExporter,
        Grafana grafana,
        Exposure exposure,
        Storage storage,
        Adopted adopted) {

    /** Versions without {@code v}, and where images come from. */
    public record Versions(
            String prometheus,
            String thanos,
            String alertmanager,
            String kubeStateMetrics,
            String nodeExporter,
            String grafana,
            Images images) {}

    /** Repository of each image, without a tag. */
    public record Images(
            String prometheus,
            String thanos,
            String alertmanager,
            String kubeStateMetrics,
            String nodeExporter,
            String grafana) {}

    /** Kubernetes quantities; an empty text leaves the field out. */
    public record Resources(String cpuRequest, String memoryRequest, String cpuLimit, String memoryLimit) {}

    /**
     * @param replicas     2 or more for high availability
     * @param replicaLabel name of the external label that tells replicas apart; the querier removes it again
     * @param retention    how long a replica keeps samples itself
     */
    public record Prometheus(
            int replicas,
            String replicaLabel,
            PromDuration scrapeInterval,
            PromDuration evaluationInterval,
            PromDuration retention,
            String storageSize,
            Resources resources,
            Resources sidecarResources) {}

    /** The querier, and how long a query may take. */
    public record Querier(int replicas, PromDuration timeout, Resources resources) {}

    /** The query frontend, which splits and caches range queries. */
    public record QueryFrontend(boolean enabled, int replicas, Resources resources) {}

    /** @param indexCacheSize at least 150MB: the gateway refuses to start below its largest item of 125 MB */
    public record Store(
            int replicas, String storageSize, String indexCacheSize, String chunkPoolSize, Resources resources) {}

    /** The compactor: never more than one per bucket. */
    public record Compactor(String storageSize, Resources resources) {}

    /** The Thanos Ruler, for rules over several clusters. */
    public record Ruler(
            boolean enabled, int replicas, PromDuration evaluationInterval, String storageSize, Resources resources) {}

    /** The Alertmanager cluster; retention is that of silences and the notification log. */
    public record Alertmanager(int replicas, PromDuration retention, String storageSize, Resources resources) {}

    /** kube-state-metrics. */
    public record KubeStateMetrics(boolean enabled, Resources resources) {}

    /** @param port on the host; two stacks in one cluster need two */
    public record NodeExporter(boolean enabled, int port, Resources resources) {}

    /** Grafana with its provisioned data source. */
    public record Grafana(boolean enabled, String storageSize, Resources resources) {}

    /**
     * How Grafana, the querier and Alertmanager are reached from outside.
     *
     * @param mode             NONE, INGRESS or GATEWAY
     * @param domain           hosts are {@code grafana.<domain>} and so on
     * @param ingressClassName class of the ingress, or empty
     * @param gateway          {@code namespace/name} of the Gateway, or empty
     * @param tlsSecret        name of a TLS Secret, or empty
     * @param networkPolicies  whether network policies are rendered
     */
    public record Exposure(
            Mode mode,
            String domain,
            String ingressClassName,
            String gateway,
            String tlsSecret,
            boolean networkPolicies) {

        /** The kinds of objects that expose a service. */
        public enum Mode {
            NONE,
            INGRESS,
            GATEWAY
        }
    }

    /**
     * @param className   existing storage class to use; empty creates one from provisioner and parameters, or uses the cluster's default
     *     when there is no provisioner
     * @param provisioner CSI driver of the class that is created
     */
    public record Storage(String className, String provisioner, Map<String, String> parameters) {

        public Storage {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * What is kept of workloads that ran before and were taken over.
     *
     * @param selectors the labels that select a workload's pods, as {@code app=prometheus,tier=a}, by component; Kubernetes lets
     *     nobody change a selector
     */
    public record Adopted(Map<String, String> selectors) {

        public Adopted {
            selectors = Map.copyOf(selectors);
        }

        /** The kept labels of one component. */
        public Optional<LabelSet> selector(String component) {
            return Optional.ofNullable(selectors.get(component)).map(AdoptedSelectors::read);
        }
    }
}
