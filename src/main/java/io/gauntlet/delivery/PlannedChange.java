package io.gauntlet.delivery;

import io.gauntlet.kernel.ResourceName;
import java.util.List;

/**
 * Objects of one or more clusters that change in the same way.
 *
 * @param first    one of them, without its diff
 * @param clusters the clusters it is the same on, by name; at most the first hundred
 * @param count    how many there are
 */
public record PlannedChange(PlannedObject first, List<ResourceName> clusters, int count) {

    public PlannedChange {
        clusters = List.copyOf(clusters);
    }
}
