package io.gauntlet.proof;

import io.gauntlet.cluster.ClusterId;
import java.util.Collection;

/**
 * Asks the replicas of a cluster which configuration they run. Calls that go to the cluster throw
 * {@link io.gauntlet.cluster.ClusterCallException} when its API server gives no usable answer; a silent replica is part of the
 * report.
 */
public interface LoadProofs {

    /**
     * What the replicas of these objects have to show. Reads nothing.
     *
     * @param objects canonical JSON of every object of one revision of one cluster
     */
    Expectation expectation(Collection<byte[]> objects);

    /** How the stack is before a change, to compare with after it. */
    Baseline baseline(ClusterId cluster, Expectation expected);

    /** Asks every replica once and changes nothing. */
    Report look(ClusterId cluster, Expectation expected, Baseline before);

    /**
     * Brings applied configuration to the programs now, where the last report says that one does not run it yet: has kubelet
     * renew the files of its pod, and tells programs without a reloader of their own to reload, Alertmanager peers one after
     * the other. Never restarts anything. Where a right is missing, it leaves the matter to kubelet's own clock.
     */
    void advance(ClusterId cluster, Expectation expected, Report last);
}
