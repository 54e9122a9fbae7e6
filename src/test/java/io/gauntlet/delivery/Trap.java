package io.gauntlet.delivery;

import java.util.concurrent.atomic.AtomicInteger;

/** Does something once, the n-th time that a moment comes; counting starts at 0. Gates ask it; safe for many threads. */
final class Trap {

    /** Where a process can be killed. */
    enum Moment {
        /** A write was sent, but never reaches the API server. */
        BEFORE_THE_WRITE,
        /** The API server has done it, but its answer never arrives. */
        BEFORE_THE_ANSWER,
        /** The answer has arrived. */
        AFTER_THE_ANSWER,
        /** The end of a transaction was sent, but never reaches the database. */
        BEFORE_THE_COMMIT,
        /** The transaction has ended, but nobody hears of it. */
        AFTER_THE_COMMIT
    }

    private static final Trap OPEN = new Trap(Moment.BEFORE_THE_WRITE, -1, () -> {});

    private final Moment moment;
    private final int number;
    private final Runnable action;
    private final AtomicInteger seen = new AtomicInteger();

    private Trap(Moment moment, int number, Runnable action) {
        this.moment = moment;
        this.number = number;
        this.action = action;
    }

    /** One that never closes. */
    static Trap open() {
        return OPEN;
    }

    static Trap at(Moment moment, int number, Runnable action) {
        return new Trap(moment, number, action);
    }

    /** True when this was the time; the action has been done then, and what is under way has to be dropped. */
    boolean closes(Moment now) {
        if (now != moment || seen.getAndIncrement() != number) {
            return false;
        }
        action.run();
        return true;
    }

    /** Whether the moment came that often. */
    boolean closed() {
        return number >= 0 && seen.get() > number;
    }
}
