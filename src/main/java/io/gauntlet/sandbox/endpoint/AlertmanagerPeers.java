package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.workload.Component.Kind;
import io.gauntlet.sandbox.workload.LiveCluster;
import io.gauntlet.sandbox.workload.Program;
import io.gauntlet.sandbox.workload.RunningPod;
import java.util.ArrayList;
import java.util.List;

/** Which Alertmanagers gossip with each other: those that name each other, directly or over others. */
final class AlertmanagerPeers {

    private final LiveCluster cluster;
    private final Network network;

    AlertmanagerPeers(LiveCluster cluster, Network network) {
        this.cluster = cluster;
        this.network = network;
    }

    boolean isClustered(Program alertmanager) {
        return alertmanager
                .flags()
                .last("cluster.listen-address")
                .map(address -> !address.isEmpty())
                .orElse(true);
    }

    /** The ready members, this one first whether it is ready or not. */
    List<RunningPod> of(RunningPod self) {
        var all = cluster.pods().stream()
                .filter(pod -> pod.running(Kind.ALERTMANAGER)
                        .filter(running -> isClustered(running.program()))
                        .isPresent())
                .toList();
        var members = new ArrayList<RunningPod>();
        members.add(self);
        for (var i = 0; i < members.size(); i++) {
            var member = members.get(i);
            all.stream()
                    .filter(other -> members.stream().noneMatch(known -> isSame(known, other)))
                    .filter(RunningPod::ready)
                    .filter(other -> names(member, other) || names(other, member))
                    .forEach(members::add);
        }
        return members;
    }

    private static boolean isSame(RunningPod one, RunningPod other) {
        return one.namespace().equals(other.namespace()) && one.name().equals(other.name());
    }

    private boolean names(RunningPod one, RunningPod other) {
        return one.running(Kind.ALERTMANAGER).stream()
                .flatMap(running -> running.program().flags().all("cluster.peer").stream())
                .flatMap(peer -> network.resolve(peer, one.namespace(), 9094).stream())
                .anyMatch(address -> address.ip().equals(other.ip()));
    }
}
