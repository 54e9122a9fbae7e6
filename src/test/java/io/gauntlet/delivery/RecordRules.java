package io.gauntlet.delivery;

import io.gauntlet.delivery.History.Target;
import io.gauntlet.delivery.Violation.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** What the database and the audit trail have to show. */
final class RecordRules {

    private static final Set<String> GOOD = Set.of("APPLIED", "DELETED");
    private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "ABORTED", "SKIPPED");

    private final History history;
    private final Set<String> ends;
    private final BiConsumer<Promise, String> broken;

    /** @param ends statuses in which targets may end here */
    RecordRules(History history, Set<String> ends, BiConsumer<Promise, String> broken) {
        this.history = history;
        this.ends = ends;
        this.broken = broken;
    }

    void check() {
        neverBack();
        acknowledged();
        endsInTheTrail();
        noSecrets();
        for (var target : history.targets()) {
            ends(target);
            proven(target);
            claimed(target);
            recordedOnce(target);
        }
    }

    private void neverBack() {
        var reached = new HashMap<String, Integer>();
        for (var applied : history.applied()) {
            var before = reached.merge(applied.cluster(), applied.number(), Math::max);
            if (before > applied.number()) {
                broken.accept(
                        Promise.NEVER_BACK,
                        applied.cluster() + " went from revision " + before + " to " + applied.number());
            }
        }
    }

    private void acknowledged() {
        var there = history.targets().stream().map(Target::rolloutId).collect(Collectors.toSet());
        for (var rollout : history.acknowledged()) {
            if (!there.contains(rollout)) {
                broken.accept(Promise.EDITS_SURVIVE, "rollout " + rollout + " was acknowledged and is gone");
            }
        }
    }

    private void endsInTheTrail() {
        var clusters =
                history.targets().stream().map(Target::cluster).distinct().toList();
        for (var cluster : clusters) {
            var ended = history.targets().stream()
                    .filter(target -> target.cluster().equals(cluster) && "SUCCEEDED".equals(target.status()))
                    .count();
            var told = history.trail().stream()
                    .filter(entry ->
                            entry.subject().equals(cluster) && "delivery.target-succeeded".equals(entry.action()))
                    .count();
            if (ended != told) {
                broken.accept(
                        Promise.AUDITED,
                        cluster + " succeeded " + ended + " times, and the trail says so " + told + " times");
            }
        }
    }

    private void noSecrets() {
        for (var text : history.texts()) {
            if (HistoryChecker.leaks(text)) {
                broken.accept(Promise.NO_SECRETS, "a text of " + text.length() + " characters holds a secret");
            }
        }
    }

    private void ends(Target target) {
        if (!ends.contains(target.status()) || !ENDED.contains(target.status())) {
            broken.accept(Promise.ENDS, target + " did not end as it has to");
        }
        if ("RUNNING".equals(target.rollout())) {
            broken.accept(Promise.ENDS, "the rollout of " + target + " never ended");
        }
        if (target.leased()) {
            broken.accept(Promise.ENDS, target + " is still held by a worker");
        }
    }

    private void proven(Target target) {
        if (!"SUCCEEDED".equals(target.status())) {
            return;
        }
        for (var planned : target.objects()) {
            if (!GOOD.contains(planned.outcome())) {
                broken.accept(
                        Promise.PROVEN,
                        target + " is green, but " + planned.path() + " is '" + planned.outcome() + "'");
            }
        }
        var loaded = target.proofs().stream().allMatch("LOADED"::equals);
        if (target.verify() && (target.proofs().isEmpty() || !loaded)) {
            broken.accept(Promise.PROVEN, target + " is green with the proofs " + target.proofs());
        }
    }

    private void claimed(Target target) {
        var before = 0L;
        for (var claim : target.claims()) {
            if (claim.epoch() <= before) {
                broken.accept(Promise.ONE_OWNER, target + " was claimed twice under epoch " + claim.epoch());
            }
            before = Math.max(before, claim.epoch());
        }
    }

    private void recordedOnce(Target target) {
        for (var planned : target.objects()) {
            List<String> outcomes = planned.outcomes();
            if (outcomes.stream().filter(GOOD::contains).count() > 1) {
                broken.accept(Promise.ONCE, planned.path() + " of " + target + " was recorded as " + outcomes);
            }
        }
    }
}
