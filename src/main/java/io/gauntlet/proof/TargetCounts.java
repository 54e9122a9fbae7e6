package io.gauntlet.proof;

import io.gauntlet.proof.Expectation.Evidence.PrometheusFiles;
import io.gauntlet.proof.Report.Gate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the Prometheus replicas of a stack scrape and fire. Replicas scrape the same, so the most that one of them sees counts. */
final class TargetCounts {

    private static final String FIRING = "count(ALERTS{alertstate=\"firing\"})";
    private static final String UP = "count by (job) (up == 1)";
    /** Of so many targets of a job one may go, as nodes and pods come and go by themselves. */
    private static final int TARGETS_PER_LOSS = 20;

    private static final String SIDECAR_JOB = "thanos-sidecar";

    private final Expectation expected;
    private final ReplicaQuestions questions;

    TargetCounts(Expectation expected, ReplicaQuestions questions) {
        this.expected = expected;
        this.questions = questions;
    }

    /** Targets that are up, by job; empty when no replica answers. */
    Optional<Map<String, Integer>> up(List<StackPod> replicas) {
        return most(replicas, TargetCounts::upSinceStart, "job");
    }

    /** Without samples from before its start: of a Prometheus that died they would count for minutes. */
    private static String upSinceStart(StackPod pod) {
        return pod.startedAt(ExpectationReader.PROMETHEUS)
                .map(start -> "count by (job) (up == 1 and timestamp(up) >= " + start.getEpochSecond() + ")")
                .orElse(UP);
    }

    /** Alerts that fire; empty when no replica answers. */
    Optional<Integer> firing(List<StackPod> replicas) {
        return most(replicas, pod -> FIRING, "").map(counts -> counts.getOrDefault("", 0));
    }

    /** Jobs that are not configured any more may lose their targets; replicas that are not wanted any more take theirs along. */
    Gate gate(List<StackPod> replicas, @Nullable Map<String, Integer> before) {
        if (before == null) {
            return new Gate("targets", true, "nothing to compare with");
        }
        var now = up(replicas);
        if (now.isEmpty()) {
            return new Gate("targets", false, "no Prometheus replica answers");
        }
        for (var job : new TreeMap<>(before).entrySet()) {
            var up = now.get().getOrDefault(job.getKey(), 0);
            if (jobs().contains(job.getKey()) && up < least(job.getKey(), job.getValue())) {
                return new Gate(
                        "targets", false, Told.line(job.getKey()) + ": " + up + " up, " + job.getValue() + " before");
            }
        }
        return new Gate("targets", true, sum(now.get()) + " up, " + sum(before) + " before");
    }

    private int least(String job, int before) {
        var replicas = replicas(job);
        return replicas.isPresent() ? Math.min(before, replicas.getAsInt()) : before - before / TARGETS_PER_LOSS;
    }

    /** How many replicas of the stack's own the job finds, which is named like their workload; nodes decide on DaemonSets. */
    private OptionalInt replicas(String job) {
        var workload = job.equals(SIDECAR_JOB) ? ExpectationReader.PROMETHEUS : job;
        return expected.workloads().stream()
                .filter(own -> own.name().equals(workload) && own.replicas() > 0)
                .mapToInt(Expectation.Workload::replicas)
                .findFirst();
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

    private Optional<Map<String, Integer>> most(
            List<StackPod> replicas, Function<StackPod, String> query, String label) {
        var answers = SideBySide.<Optional<Map<String, Integer>>>all(replicas.stream()
                .<Supplier<Optional<Map<String, Integer>>>>map(
                        pod -> () -> questions.counts(pod, query.apply(pod), label))
                .toList());
        var result = new HashMap<String, Integer>();
        answers.forEach(answer ->
                answer.ifPresent(counts -> counts.forEach((name, count) -> result.merge(name, count, Math::max))));
        return answers.stream().allMatch(Optional::isEmpty) ? Optional.empty() : Optional.of(result);
    }
}
