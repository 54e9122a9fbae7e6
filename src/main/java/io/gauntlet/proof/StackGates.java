package io.gauntlet.proof;

import io.gauntlet.proof.Expectation.Evidence.PrometheusFiles;
import io.gauntlet.proof.Report.Gate;
import io.gauntlet.proof.StackPods.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What has to hold for a stack as a whole, compared with how it was before the change. */
final class StackGates {

    private static final String QUERIER = "querier";
    private static final String FIRING = "count(ALERTS{alertstate=\"firing\"})";
    private static final String UP = "count by (job) (up == 1)";
    private static final int ALERTS_SLACK = 5;

    private final Expectation expected;
    private final StackPods stack;
    private final ReplicaQuestions questions;

    StackGates(Expectation expected, StackPods stack, ReplicaQuestions questions) {
        this.expected = expected;
        this.stack = stack;
        this.questions = questions;
    }

    Baseline baseline() {
        return new Baseline(
                targets(ready(ExpectationReader.PROMETHEUS)).orElse(null),
                firing().orElse(null),
                goodStores().orElse(null),
                received().orElse(null));
    }

    List<Gate> look(Baseline before) {
        var gates = new ArrayList<Gate>();
        gates.add(workloads());
        if (expected.replicas(QUERIER) > 0) {
            gates.add(stores(before.stores()));
        }
        if (expected.replicas(ExpectationReader.PROMETHEUS) > 0) {
            gates.add(targets(before.targets()));
            gates.add(alerts(before.alerts()));
        }
        if (expected.replicas(ExpectationReader.ALERTMANAGER) > 0 && watchdogExpected()) {
            gates.add(watchdog(before.watchdog()));
        }
        return gates;
    }

    private Gate workloads() {
        var unfinished = expected.workloads().stream()
                .flatMap(workload -> stack.unfinished(workload).stream())
                .toList();
        return unfinished.isEmpty()
                ? new Gate("workloads", true, expected.workloads().size() + " workloads rolled out")
                : new Gate("workloads", false, unfinished.getFirst());
    }

    /** Every Prometheus replica's sidecar, store gateway and ruler has to be among the stores. */
    private Gate stores(@Nullable Integer before) {
        var wanted = expected.replicas(ExpectationReader.PROMETHEUS)
                + expected.replicas("store-gateway")
                + expected.replicas(ExpectationReader.RULER);
        var good = goodStores();
        if (good.isEmpty()) {
            return new Gate("stores", false, "no querier tells its stores");
        }
        var detail = good.get() + " of " + wanted + " stores joined"
                + (before == null ? "" : ", " + before + " before the push");
        return new Gate("stores", good.get() >= wanted, detail);
    }

    private Optional<Integer> goodStores() {
        return ready(QUERIER).stream()
                .flatMap(pod -> questions.stores(pod).stream())
                .map(stores -> (int) stores.stream().filter(good -> good).count())
                .min(Integer::compare);
    }

    /** Jobs that are not configured any more may lose their targets; replicas that are not wanted any more take theirs along. */
    private Gate targets(@Nullable Map<String, Integer> before) {
        if (before == null) {
            return new Gate("targets", true, "nothing to compare with");
        }
        var now = targets(ready(ExpectationReader.PROMETHEUS));
        if (now.isEmpty()) {
            return new Gate("targets", false, "no Prometheus replica answers");
        }
        for (var job : new TreeMap<>(before).entrySet()) {
            var up = now.get().getOrDefault(job.getKey(), 0);
            if (jobs().contains(job.getKey()) && up < job.getValue()) {
                return new Gate(
                        "targets", false, Told.line(job.getKey()) + ": " + up + " up, " + job.getValue() + " before");
            }
        }
        return new Gate("targets", true, sum(now.get()) + " up, " + sum(before) + " before");
    }

    private Set<String> jobs() {
        return expected.of(ExpectationReader.PROMETHEUS).stream()
                .filter(workload -> workload.evidence() instanceof PrometheusFiles)
                .findFirst()
                .map(workload -> ((PrometheusFiles) workload.evidence()).jobs())
                .orElse(Set.of());
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The most that any replica sees up, by job: replicas scrape the same targets. */
    private Optional<Map<String, Integer>> targets(List<Pod> pods) {
        var result = new HashMap<String, Integer>();
        var answered = false;
        for (var pod : pods) {
            var counts = questions.counts(pod, UP, "job");
            answered |= counts.isPresent();
            counts.ifPresent(found -> found.forEach((job, count) -> result.merge(job, count, Math::max)));
        }
        return answered ? Optional.of(result) : Optional.empty();
    }

    private Gate alerts(@Nullable Integer before) {
        if (before == null) {
            return new Gate("alerts", true, "nothing to compare with");
        }
        var now = firing();
        if (now.isEmpty()) {
            return new Gate("alerts", false, "no Prometheus replica answers");
        }
        var most = before + Math.max(ALERTS_SLACK, before / 2);
        return new Gate(
                "alerts", now.get() <= most, now.get() + " firing, " + before + " before, " + most + " allowed");
    }

    private Optional<Integer> firing() {
        return ready(ExpectationReader.PROMETHEUS).stream()
                .flatMap(pod -> questions.counts(pod, FIRING, "").stream())
                .findFirst()
                .map(counts -> counts.values().stream().findFirst().orElse(0));
    }

    private boolean watchdogExpected() {
        return expected.workloads().stream()
                .anyMatch(workload -> workload.evidence() instanceof PrometheusFiles files && files.watchdog());
    }

    /** Demanded only where it arrived before: on a first push it takes its time through evaluation and notification. */
    private Gate watchdog(@Nullable Boolean before) {
        if (before == null || !before) {
            return new Gate("watchdog", true, "had not arrived before");
        }
        var arrives = received().filter(Boolean.TRUE::equals).isPresent();
        return new Gate("watchdog", arrives, arrives ? "has reached an Alertmanager" : "has reached no Alertmanager");
    }

    private Optional<Boolean> received() {
        return ready(ExpectationReader.ALERTMANAGER).stream()
                .flatMap(pod -> questions.received(pod, ExpectationReader.WATCHDOG).stream())
                .reduce(Boolean::logicalOr);
    }

    private List<Pod> ready(String component) {
        return stack.of(component).stream().filter(Pod::ready).toList();
    }
}
