package io.gauntlet.rendering;

import io.gauntlet.bucket.ObjectStoreConfig;
import io.gauntlet.bucket.Retention;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.routing.AlertmanagerConfig;
import io.gauntlet.rule.RuleGroup;
import io.gauntlet.stack.StackSettings;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the objects of one cluster are made from, read at one moment.
 *
 * @param kubernetesMinor minor version of the API server, 32 to 36
 * @param externalLabels  without the replica label
 * @param gatewayApi      whether the cluster serves gateway.networking.k8s.io
 */
public record MonitoringConfig(
        ResourceName cluster,
        ResourceName namespace,
        int kubernetesMinor,
        boolean gatewayApi,
        StackSettings settings,
        LabelSet externalLabels,
        Optional<BucketAccess> bucket,
        List<RuleGroup> ruleGroups,
        Optional<AlertmanagerConfig> alertmanager) {

    /**
     * The bucket of the cluster.
     *
     * @param compactor whether this cluster runs the bucket's one compactor
     */
    public record BucketAccess(ResourceName name, ObjectStoreConfig store, Retention retention, boolean compactor) {}
}
