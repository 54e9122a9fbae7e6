package io.gauntlet.status.web;

import io.gauntlet.delivery.DeliveryBoard;
import io.gauntlet.status.Health;
import io.gauntlet.status.StatusBoard;

/** What the frame of a page shows about the fleet; nothing is asked before the template wants it. */
public final class Shell {

    private final StatusBoard board;
    private final DeliveryBoard deliveries;
    private int unpushed = -1;

    Shell(StatusBoard board, DeliveryBoard deliveries) {
        this.board = board;
        this.deliveries = deliveries;
    }

    /** Clusters that are down. */
    public int down() {
        return board.fleet().counts().getOrDefault(Health.DOWN, 0);
    }

    /** Clusters with changes that were not pushed. */
    public int unpushed() {
        if (unpushed < 0) {
            unpushed = deliveries.unpushedClusters();
        }
        return unpushed;
    }
}
