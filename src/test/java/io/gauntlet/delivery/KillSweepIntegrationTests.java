package io.gauntlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.delivery.Trap.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever is killed while it pushes, changes, prunes, rolls back or heals, the next process finishes it alone, in order and once.
 * A few points of every kind always; all there are with {@code -Dkill.sweep=all}, every third with {@code -Dkill.sweep=3}.
 */
class KillSweepIntegrationTests {

    private static final Logger LOG = LoggerFactory.getLogger(KillSweepIntegrationTests.class);

    private final KillSweep sweep = new KillSweep();
    private final List<KillSweep.Result> results = new ArrayList<>();

    @AfterEach
    void stop() {
        var slowest = results.stream().map(KillSweep.Result::resumed).max(Comparator.naturalOrder());
        LOG.warn(
                "{} points, {} with something wrong, finished at most {} ms after the next process was ready",
                results.stream().filter(KillSweep.Result::reached).count(),
                results.stream().filter(result -> !result.wrong().isEmpty()).count(),
                slowest.orElse(Duration.ZERO).toMillis());
        sweep.close();
    }

    private boolean kill(KillScenario scenario, Moment moment, int number) {
        var result = sweep.run(scenario, moment, number);
        LOG.warn("{}", result);
        results.add(result);
        assertThat(result.wrong()).as("%s", result).isEmpty();
        return result.reached();
    }

    @Test
    void whatAKilledProcessLeavesTheNextOneFinishes() {
        var wish = System.getProperty("kill.sweep", "");
        if (wish.isEmpty()) {
            someOfEveryKind();
        } else {
            everyOne("all".equals(wish) ? 1 : Integer.parseInt(wish));
        }
    }

    private void someOfEveryKind() {
        assertThat(kill(KillScenario.CREATE, Moment.BEFORE_THE_COMMIT, 0)).isTrue();
        assertThat(kill(KillScenario.CREATE, Moment.BEFORE_THE_ANSWER, 9)).isTrue();
        assertThat(kill(KillScenario.CREATE, Moment.AFTER_THE_COMMIT, 5)).isTrue();
        assertThat(kill(KillScenario.UPDATE, Moment.BEFORE_THE_WRITE, 1)).isTrue();
        assertThat(kill(KillScenario.UPDATE, Moment.AFTER_THE_ANSWER, 1)).isTrue();
        assertThat(kill(KillScenario.PRUNE, Moment.BEFORE_THE_ANSWER, 12)).isTrue();
        assertThat(kill(KillScenario.PRUNE, Moment.BEFORE_THE_COMMIT, 6)).isTrue();
        assertThat(kill(KillScenario.ROLLBACK, Moment.AFTER_THE_ANSWER, 5)).isTrue();
        assertThat(kill(KillScenario.ROLLBACK, Moment.AFTER_THE_COMMIT, 1)).isTrue();
        assertThat(kill(KillScenario.HEAL, Moment.BEFORE_THE_ANSWER, 3)).isTrue();
        assertThat(kill(KillScenario.HEAL, Moment.BEFORE_THE_COMMIT, 2)).isTrue();
    }

    private void everyOne(int stride) {
        for (var scenario : KillScenario.values()) {
            for (var moment : Moment.values()) {
                var number = 0;
                while (kill(scenario, moment, number)) {
                    number += stride;
                }
                assertThat(number).as("%s %s", scenario, moment).isPositive();
            }
        }
    }
}
