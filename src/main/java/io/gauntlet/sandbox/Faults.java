package io.gauntlet.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults of one cluster, switched on and off while it runs. The first that fits a request is the one that hits it. */
public final class Faults {

    private final List<Active> active = new ArrayList<>();

    private static final class Active {

        private final Fault fault;
        private int hits;

        Active(Fault fault) {
            this.fault = fault;
        }

        boolean isSpent() {
            return fault.times() > 0 && hits >= fault.times();
        }
    }

    public synchronized void add(Fault fault) {
        active.add(new Active(fault));
    }

    /** Everything works again; requests in a black hole stay there. */
    public synchronized void clear() {
        active.clear();
    }

    synchronized Optional<Fault.Effect> hit(String method, String path) {
        for (var one : active) {
            if (!one.isSpent() && one.fault.hits(method, path)) {
                one.hits++;
                return Optional.of(one.fault.effect());
            }
        }
        return Optional.empty();
    }
}
