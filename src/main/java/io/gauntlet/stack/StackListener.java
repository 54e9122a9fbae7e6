package io.gauntlet.stack;

import io.gauntlet.bucket.BucketChanged;
import io.gauntlet.bucket.BucketRemoving;
import io.gauntlet.bucket.CompactorAssigning;
import io.gauntlet.cluster.ClusterConfigChanged;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import java.util.HashSet;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What stacks have to say about buckets and clusters; always inside the transaction of the change. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class StackListener {

    private final StackStore store;
    private final StackRepository stacks;
    private final StackRules rules;
    private final Clusters clusters;
    private final ApplicationEventPublisher events;

    StackListener(
            StackStore store,
            StackRepository stacks,
            StackRules rules,
            Clusters clusters,
            ApplicationEventPublisher events) {
        this.store = store;
        this.stacks = stacks;
        this.rules = rules;
        this.clusters = clusters;
        this.events = events;
    }

    @EventListener
    void on(BucketChanged changed) {
        var users = new HashSet<>(store.usersOf(changed.bucket()));
        if (!users.isEmpty()) {
            events.publishEvent(new ClusterConfigChanged(users, "bucket '" + changed.name() + "' changed"));
        }
    }

    @EventListener
    void on(BucketRemoving removing) {
        var rows = stacks.findByBucketId(removing.bucket().value());
        var names = rules.active(store.usersOf(removing.bucket()));
        if (!names.isEmpty()) {
            throw new DomainException.Conflict("The bucket '" + removing.name() + "' is used by "
                    + String.join(", ", names) + ". Give them another bucket or none first.");
        }
        rows.forEach(StackEntity::leaveBucket);
        stacks.saveAllAndFlush(rows);
    }

    @EventListener
    void on(CompactorAssigning assigning) {
        if (!store.usersOf(assigning.bucket()).contains(assigning.cluster())) {
            throw DomainException.Invalid.of(
                    "cluster",
                    "The cluster does not use the bucket.",
                    "Choose one of " + rules.active(store.usersOf(assigning.bucket())) + ".");
        }
    }

    /** A cluster is seen for the first time with its first change. */
    @EventListener
    void on(ClusterConfigChanged changed) {
        var known = new HashSet<UUID>();
        stacks.findAllById(changed.clusters().stream().map(ClusterId::value).toList())
                .forEach(row -> known.add(row.clusterId()));
        for (var id : changed.clusters()) {
            if (!known.contains(id.value())) {
                store.remember(clusters.get(id));
            }
        }
    }
}
