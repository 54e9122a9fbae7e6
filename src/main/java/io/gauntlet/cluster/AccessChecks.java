package io.gauntlet.cluster;

import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Looks whether a cluster can be pushed to, and says all at once what is missing. */
@Service
public class AccessChecks {

    private final KubernetesConnections connections;
    private final Clusters clusters;
    private final CheckRun.Factory checks;

    AccessChecks(KubernetesConnections connections, Clusters clusters, CheckRun.Factory checks) {
        this.connections = connections;
        this.clusters = clusters;
        this.checks = checks;
    }

    /** Checks a cluster of the inventory, and remembers its version. */
    public AccessReport run(ClusterId id) {
        var cluster = clusters.get(id);
        try {
            var run = checks.run(connections.connection(id), cluster.namespace());
            run.version().ifPresent(version -> clusters.observedVersion(id, version));
            return run.report();
        } catch (ClusterCallException unusable) {
            return CheckRun.impossible(unusable).report();
        }
    }

    /**
     * Checks a kubeconfig before it is saved.
     *
     * @throws io.gauntlet.kernel.DomainException.Invalid when the kubeconfig is refused
     */
    public AccessReport run(Secret kubeconfig, @Nullable String context, ResourceName namespace) {
        var access = Kubeconfig.read(kubeconfig).access(context);
        try (var candidate = connections.candidate(access)) {
            return checks.run(candidate, namespace).report();
        } catch (ClusterCallException unusable) {
            return CheckRun.impossible(unusable).report();
        }
    }
}
