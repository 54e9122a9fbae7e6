package io.gauntlet.delivery;

import io.gauntlet.rendering.MonitoringConfigFixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Decides whether a history keeps the promises of delivery. It knows nothing of how the product keeps them. */
final class HistoryChecker {

    private final Set<String> ends;

    private HistoryChecker(Set<String> ends) {
        this.ends = ends;
    }

    /** Everything has to succeed. */
    static HistoryChecker strict() {
        return new HistoryChecker(Set.of("SUCCEEDED"));
    }

    /** Targets may end in these ways. */
    HistoryChecker endingIn(String... statuses) {
        return new HistoryChecker(Set.of(statuses));
    }

    /** Whether a text holds a secret of one of the stacks that tests push. */
    static boolean leaks(String text) {
        return text.contains(DeliveryFixtures.CANARY)
                || MonitoringConfigFixtures.CANARIES.stream().anyMatch(text::contains);
    }

    /** Every promise that is broken, with what breaks it; empty when all hold. */
    List<Violation> violations(History history) {
        var found = new ArrayList<Violation>();
        BiConsumer<Violation.Promise, String> broken = (promise, what) -> found.add(new Violation(promise, what));
        new RecordRules(history, ends, broken).check();
        new WriteRules(history, broken).check();
        return found;
    }
}
