package io.gauntlet.delivery;

import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Plans: what a push would change. */
public interface Plans {

    /** Starts computing a plan for these clusters; an empty list means every cluster with unpushed changes. */
    default Plan create(List<ResourceName> clusters) {
        return create(clusters, Optional.empty());
    }

    /** Like {@link #create(List)}; with an intent, the plan is pushed in the name of its maker as soon as it can be. */
    default Plan create(List<ResourceName> clusters, Optional<Intent> intent) {
        return create(clusters, Set.of(), intent);
    }

    /**
     * Like {@link #create(List, Optional)}, as if some changes that wait had not been made; they go on waiting after the push.
     *
     * @param without numbers of the changes
     * @throws io.gauntlet.kernel.DomainException.Invalid for the field {@code without}, when one that stays builds on one of them
     */
    Plan create(List<ResourceName> clusters, Set<Long> without, Optional<Intent> intent);

    /**
     * A push that was asked for together with the plan.
     *
     * @param away what becomes of clusters that give no answer
     */
    record Intent(String reason, Strategy strategy, Rollouts.Away away) {

        /** Leaves out clusters that give no answer. */
        public Intent(String reason, Strategy strategy) {
            this(reason, strategy, Rollouts.Away.LEAVE);
        }
    }

    Plan get(PlanId id);

    /** How long its push may take when all clusters may be worked on at once; empty where the past does not tell. */
    Optional<Duration> estimate(PlanId id);

    /** Like {@link #get}, but waits until the plan is computed or the time is over. */
    Plan await(PlanId id, Duration limit) throws InterruptedException;

    /** Like {@link #await}, but until the push that was asked for with the plan has begun or was refused, too. */
    Plan awaitIntent(PlanId id, Duration limit) throws InterruptedException;

    /** The objects in the order in which they are applied, cluster by cluster. */
    Page<PlannedObject> objects(ObjectsOf query);

    /** Everything but the unchanged, equal changes of several clusters folded, worst first; at most 500. */
    List<PlannedChange> changes(PlanId id);

    /** One object with its diff. */
    PlannedObject object(PlanId plan, UUID object);

    /** This object and those of other clusters that change in the same way. */
    Set<UUID> folded(PlanId plan, UUID object);

    /**
     * Selects objects of a plan.
     *
     * @param cluster null means all
     * @param action  null means all
     */
    record ObjectsOf(
            PlanId plan,
            @Nullable ResourceName cluster,
            PlannedObject.@Nullable Action action,
            @Nullable String after,
            int limit) {}
}
