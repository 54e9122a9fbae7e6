package io.gauntlet.delivery;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

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

    private static final Trap OPEN = new Trap(Moment.BEFORE_THE_WRITE, -1, true, process -> {});

    private final Moment moment;
    private final int number;
    private final boolean drops;
    private final Consumer<String> action;
    private final AtomicInteger seen = new AtomicInteger();

    private Trap(Moment moment, int number, boolean drops, Consumer<String> action) {
        this.moment = moment;
        this.number = number;
        this.drops = drops;
        this.action = action;
    }

    /** One that never closes. */
    static Trap open() {
        return OPEN;
    }

    /** One that drops what is under way; the action is told the name of the process. */
    static Trap at(Moment moment, int number, Consumer<String> action) {
        return new Trap(moment, number, true, action);
    }

    /** One that holds up what is under way until the action returns, and then lets it through. */
    static Trap holding(Moment moment, int number, Consumer<String> action) {
        return new Trap(moment, number, false, action);
    }

    /** True when this was the time and what is under way has to be dropped; the action has been done then. */
    boolean closes(Moment now, String process) {
        if (now != moment || seen.getAndIncrement() != number) {
            return false;
        }
        action.accept(process);
        return drops;
    }

    /** Whether the moment came that often. */
    boolean closed() {
        return number >= 0 && seen.get() > number;
    }
}
