package io.gauntlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.delivery.Trap.Moment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever is killed while it pushes, changes, prunes, rolls back or heals, the next process finishes it alone, in order and once.
 * A few points always; all there are with {@code -Dkill.sweep=all}, every third with {@code -Dkill.sweep=3},
 * and those of one kind of work with {@code -Dkill.kind=HEAL} besides.
 */
class KillSweepIntegrationTests {

    private static final Logger LOG = LoggerFactory.getLogger(KillSweepIntegrationTests.class);

    private final KillSweep sweep = new KillSweep();
    private final List<KillSweep.Result> results = new ArrayList<>();

    @AfterEach
    void stop() {
        sweep.close();
        for (var scenario : KillScenario.values()) {
            var times = results.stream()
                    .filter(result -> result.reached() && result.scenario() == scenario)
                    .map(KillSweep.Result::resumed)
                    .sorted()
                    .toList();
            if (!times.isEmpty()) {
                LOG.warn(
                        "{}: {} kills, ended {} ms after the next process was ready in the median, {} ms at most",
                        scenario,
                        times.size(),
                        times.get(times.size() / 2).toMillis(),
                        times.getLast().toMillis());
            }
        }
    }

    private boolean kill(KillScenario scenario, Moment moment, int number) {
        var result = sweep.run(scenario, moment, number);
        LOG.warn("{}", result);
        results.add(result);
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
        assertThat(results).allSatisfy(result -> assertThat(result.wrong()).isEmpty());
    }

    private void someOfEveryKind() {
        assertThat(kill(KillScenario.CREATE, Moment.BEFORE_THE_COMMIT, 0)).isTrue();
        assertThat(kill(KillScenario.PRUNE, Moment.BEFORE_THE_ANSWER, 12)).isTrue();
        assertThat(kill(KillScenario.ROLLBACK, Moment.AFTER_THE_COMMIT, 1)).isTrue();
        assertThat(kill(KillScenario.HEAL, Moment.BEFORE_THE_COMMIT, 2)).isTrue();
    }

    private void everyOne(int stride) {
        var kind = System.getProperty("kill.kind", "");
        for (var scenario : KillScenario.values()) {
            if (!kind.isEmpty() && !kind.equals(scenario.name())) {
                continue;
            }
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
