package io.gauntlet.delivery;

import io.gauntlet.delivery.Assignment.Brought;
import io.gauntlet.delivery.History.Claim;
import io.gauntlet.delivery.History.Target;
import io.gauntlet.delivery.Violation.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** What the requests of API servers have to show. */
final class WriteRules {

    private final History history;
    private final BiConsumer<Promise, String> broken;
    private final List<Brought> brought;

    WriteRules(History history, BiConsumer<Promise, String> broken) {
        this.history = history;
        this.broken = broken;
        this.brought = Assignment.of(history);
    }

    void check() {
        approved();
        insideTheInventory();
        bound();
        noSecrets();
        for (var target : history.targets()) {
            var mine = brought.stream()
                    .filter(one -> one.target().filter(target::equals).isPresent())
                    .toList();
            inOrder(target, mine);
            once(target, mine);
            oneOwner(target, mine);
        }
    }

    private void approved() {
        for (var one : brought) {
            if (one.target().isEmpty()) {
                broken.accept(Promise.APPROVED, one.write() + " brings what no pushed plan holds");
            } else if (one.back()) {
                broken.accept(
                        Promise.NEVER_BACK,
                        one.write() + " brings back " + one.target().get());
            } else {
                audited(one.write(), one.target().get());
            }
        }
    }

    private void audited(WireWrite write, Target target) {
        var subject = target.rolloutId().toString();
        if (history.trail().stream().noneMatch(entry -> entry.subject().equals(subject))) {
            broken.accept(Promise.AUDITED, write + " belongs to a rollout without an entry");
        }
    }

    private void insideTheInventory() {
        var known = new HashMap<String, HashSet<String>>();
        for (var target : history.targets()) {
            target.objects()
                    .forEach(planned -> known.computeIfAbsent(target.cluster(), name -> new HashSet<>())
                            .add(planned.path()));
        }
        for (var write : history.writes()) {
            if (!known.getOrDefault(write.cluster(), new HashSet<>()).contains(write.path())) {
                broken.accept(Promise.INVENTORY, write + " touches what was never planned");
            }
        }
    }

    private void bound() {
        for (var write : history.writes()) {
            var creates = !write.delete() && "1".equals(write.boundVersion());
            if (write.boundVersion().isEmpty() || (write.boundUid().isEmpty() && !creates)) {
                broken.accept(Promise.EDITS_SURVIVE, write + " is bound to nothing");
            }
        }
    }

    private void noSecrets() {
        for (var write : history.writes()) {
            if (!write.path().contains("/secrets/")
                    && HistoryChecker.leaks(write.body().toString())) {
                broken.accept(Promise.NO_SECRETS, write.path() + " holds a secret");
            }
        }
    }

    private void inOrder(Target target, List<Brought> mine) {
        var reached = -1;
        for (var one : mine) {
            var step = one.planned().orElseThrow().step();
            if (step < reached) {
                broken.accept(
                        Promise.IN_ORDER,
                        one.write() + " of step " + step + " came after step " + reached + " of " + target);
            }
            reached = Math.max(reached, step);
        }
    }

    private void once(Target target, List<Brought> mine) {
        var changes = mine.stream()
                .filter(one -> one.write().changed())
                .collect(Collectors.groupingBy(one -> one.write().path(), LinkedHashMap::new, Collectors.counting()));
        for (Map.Entry<String, Long> change : changes.entrySet()) {
            if (change.getValue() > 1) {
                broken.accept(
                        Promise.ONCE, change.getKey() + " was changed " + change.getValue() + " times by " + target);
            }
        }
        repeatedOnlyInTheStepUnderWay(target, mine);
    }

    /** Outcomes are stored step by step, so whoever takes over may repeat what the last one did in one step, and no more. */
    private void repeatedOnlyInTheStepUnderWay(Target target, List<Brought> mine) {
        var seen = new HashSet<String>();
        var repeated = mine.stream()
                .filter(one -> !seen.add(one.write().path()))
                .map(one -> one.planned().orElseThrow().step())
                .collect(Collectors.toSet());
        var takeOvers = Math.max(0, target.claims().size() - 1);
        if (repeated.size() > takeOvers) {
            broken.accept(
                    Promise.ONCE,
                    "writes of the steps " + repeated + " were repeated by " + target + " in " + takeOvers
                            + " take-overs");
        }
        var times =
                mine.stream().collect(Collectors.groupingBy(one -> one.write().path(), Collectors.counting()));
        times.forEach((path, count) -> {
            if (count > takeOvers + 1) {
                broken.accept(
                        Promise.ONCE,
                        path + " was written " + count + " times by " + target + " in " + takeOvers + " take-overs");
            }
        });
    }

    /** Whoever writes has claimed the target, and nobody writes after one who claimed it later. */
    private void oneOwner(Target target, List<Brought> mine) {
        var claims = target.claims().stream().map(Claim::owner).toList();
        var at = 0;
        var writers = new ArrayList<String>();
        mine.forEach(one -> writers.add(one.write().process()));
        for (var writer : writers) {
            while (at < claims.size() && !claims.get(at).equals(writer)) {
                at++;
            }
            if (at == claims.size()) {
                broken.accept(Promise.ONE_OWNER, target + " was written by " + writers + " but claimed by " + claims);
                return;
            }
        }
    }
}
