package io.gauntlet.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The faults of one cluster, switched on and off while it runs. The first that fits a request is the one that hits it. Safe for
 * many threads.
 */
public final class Faults {

    private final List<Active> active = new ArrayList<>();
    private final Set<String> stuck = ConcurrentHashMap.newKeySet();
    private volatile Runnable repaired = () -> {};

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

    /**
     * The kubelet of a pod renews the pod's files no more, whatever changes; everything else goes on. {@link #clear} and {@link
     * #renewFiles} end that: the kubelet's period begins anew, or it gets to the pod at once if its annotations were changed.
     */
    public void stopRenewing(String namespace, String pod) {
        stuck.add(namespace + "/" + pod);
    }

    /** The kubelet of a pod works again. */
    public void renewFiles(String namespace, String pod) {
        if (stuck.remove(namespace + "/" + pod)) {
            repaired.run();
        }
    }

    boolean stopsRenewal(String namespace, String pod) {
        return !stuck.isEmpty() && stuck.contains(namespace + "/" + pod);
    }

    /** Calls back when a kubelet works again. */
    void onRepair(Runnable callback) {
        repaired = callback;
    }

    public synchronized void add(Fault fault) {
        active.add(new Active(fault));
    }

    /** Everything works again; requests in a black hole stay there. */
    public void clear() {
        synchronized (this) {
            active.clear();
        }
        stuck.clear();
        repaired.run();
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
