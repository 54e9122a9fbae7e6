package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.ResourceName;
import java.util.List;
import org.springframework.context.event.EventListener;

/** Has a cluster compared right after a rollout has ended there, in the transaction that ends it. */
class DriftEvents {

    private final DriftStore claims;
    private final DriftWorker worker;
    private final Clusters clusters;

    DriftEvents(DriftStore claims, DriftWorker worker, Clusters clusters) {
        this.claims = claims;
        this.worker = worker;
        this.clusters = clusters;
    }

    @EventListener
    public void on(DeliveryEvent event) {
        if ("cluster".equals(event.subjectType()) && event.action().startsWith("delivery.target-")) {
            clusters.find(new ResourceName(event.subject())).map(Cluster::id).ifPresent(id -> claims.soon(List.of(id)));
            worker.wake();
        }
    }
}
