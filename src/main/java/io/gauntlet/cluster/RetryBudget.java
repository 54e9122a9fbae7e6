package io.gauntlet.cluster;

/**
 * How many requests to one API server may be repeated: one for every ten that were answered, and a few in reserve. An overloaded
 * server therefore never gets much more than it would have without retries.
 */
final class RetryBudget {

    private static final int TENTHS_PER_RETRY = 10;
    private static final int MOST_TENTHS = 50;

    private int tenths = MOST_TENTHS;

    synchronized void answered() {
        tenths = Math.min(MOST_TENTHS, tenths + 1);
    }

    /** Whether one more request may be repeated; takes it from the budget. */
    synchronized boolean take() {
        if (tenths < TENTHS_PER_RETRY) {
            return false;
        }
        tenths -= TENTHS_PER_RETRY;
        return true;
    }
}
