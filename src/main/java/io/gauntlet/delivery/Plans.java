package io.gauntlet.delivery;

import io.gauntlet.kernel.ResourceName;
import java.time.Duration;
import java.util.List;

/** Plans: what a push would change. */
public interface Plans {

    /** Starts computing a plan for these clusters; an empty list means every cluster with unpushed changes. */
    Plan create(List<ResourceName> clusters);

    Plan get(PlanId id);

    /** Like {@link #get}, but waits until the plan is computed or the time is over. */
    Plan await(PlanId id, Duration limit) throws InterruptedException;
}
