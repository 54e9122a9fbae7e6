package io.gauntlet.proof;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one look at a cluster showed.
 *
 * @param replicas each pod that has to be there and run what was applied, by component and name
 * @param gates    what has to hold for the stack as a whole
 */
public record Report(List<Replica> replicas, List<Gate> gates, Instant at) {

    public Report {
        replicas = List.copyOf(replicas);
        gates = List.copyOf(gates);
    }

    /** Whether every replica has loaded what was applied and every gate is open. */
    public boolean complete() {
        return replicas.stream().allMatch(replica -> replica.state() == State.LOADED)
                && gates.stream().allMatch(Gate::open);
    }

    /** The first replica that refused what was applied. */
    public Optional<Replica> failed() {
        return replicas.stream()
                .filter(replica -> replica.state() == State.FAILED)
                .findFirst();
    }

    /**
     * One pod.
     *
     * @param component as the label {@code app.kubernetes.io/component} says
     * @param pod       name of the pod, or of the workload with an ordinal where there is none yet
     * @param detail    what is waited for, or the program's own error; untrusted text of at most 500 characters
     */
    public record Replica(String component, String pod, State state, String detail) {}

    /** How far the configuration of a replica is; in order, a failure last. */
    public enum State {
        /** There is no such pod. */
        MISSING,
        /** The pod is not ready, or of an older template. */
        STARTING,
        /** The program still runs what it ran before. */
        APPLIED,
        /** The pod has the new files, the program has not loaded them. */
        MOUNTED,
        /** The program runs what was applied. */
        LOADED,
        /** The program has refused what was applied. */
        FAILED
    }

    /**
     * A condition for the stack as a whole.
     *
     * @param code   {@code workloads}, {@code stores}, {@code targets}, {@code alerts} or {@code watchdog}
     * @param detail figures for people
     */
    public record Gate(String code, boolean open, String detail) {}
}
