package io.gauntlet.delivery;

import io.gauntlet.bucket.BucketId;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.rendering.MonitoringConfig;
import io.gauntlet.rendering.MonitoringConfig.BucketAccess;
import io.gauntlet.routing.AlertmanagerConfig;
import io.gauntlet.rule.RuleGroup;
import io.gauntlet.stack.EffectiveStack;
import io.gauntlet.stack.StackSettings.Exposure.Mode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the objects of one cluster are made from, read in one snapshot.
 *
 * @param generation the desired generation that the rest belongs to
 * @param leftOut    changes that wait for the cluster and were undone before the rest was read
 */
record DesiredInputs(
        Cluster cluster,
        long generation,
        EffectiveStack stack,
        Optional<BucketAccess> bucket,
        List<RuleGroup> ruleGroups,
        Optional<AlertmanagerConfig> alertmanager,
        Set<Long> leftOut) {

    Optional<BucketId> bucketId() {
        return stack.bucket();
    }

    boolean compactor() {
        return bucket.map(BucketAccess::compactor).orElse(false);
    }

    /**
     * Whether routes of the Gateway API are rendered: where the settings ask for them. Whether the cluster serves the kind is
     * for its API server to say, in the dry run.
     */
    boolean gatewayApi() {
        return stack.settings().exposure().mode() == Mode.GATEWAY;
    }

    MonitoringConfig config(int kubernetesMinor, boolean gatewayApi) {
        return new MonitoringConfig(
                cluster.name(),
                cluster.namespace(),
                kubernetesMinor,
                gatewayApi,
                stack.settings(),
                stack.externalLabels(),
                bucket,
                ruleGroups,
                alertmanager);
    }
}
