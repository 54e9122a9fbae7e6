package io.gauntlet.sandbox.workload;

import java.time.Duration;

/**
 * How long things take in a simulated cluster.
 *
 * @param settle how long events are gathered before the controllers look
 * @param start from scheduled to running
 * @param ready from running to ready
 * @param kubeletSync from a changed ConfigMap or Secret to the file in the pod
 * @param podSync the same from a change of the pod's annotations
 * @param backOff before the first restart of a crashed container; doubles up to {@code longestBackOff}
 */
public record SimulationDelays(
        Duration settle,
        Duration start,
        Duration ready,
        Duration kubeletSync,
        Duration podSync,
        Duration backOff,
        Duration longestBackOff) {

    /** Short enough for a demonstration, long enough to be seen. */
    public static SimulationDelays defaults() {
        return new SimulationDelays(
                Duration.ofMillis(200),
                Duration.ofMillis(400),
                Duration.ofMillis(800),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(40));
    }
}
