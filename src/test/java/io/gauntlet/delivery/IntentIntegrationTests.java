package io.gauntlet.delivery;

import static io.gauntlet.delivery.DeliveryFixtures.stack;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.delivery.Plans.Intent;
import io.gauntlet.delivery.Rollout.Status;
import io.gauntlet.delivery.Strategy.OnFailure;
import io.gauntlet.delivery.Strategy.Size;
import io.gauntlet.delivery.Strategy.Wave;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.proof.Report.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans that are pushed without a person: for pipelines, by automatic sync, and to bring back what failed. */
class IntentIntegrationTests {

    private static final ResourceName TOKYO = new ResourceName("tokyo");

    private DeliveryHarness harness;
    private DeliveryHarness.ControlPlane process;
    private MemoryCluster tokyo;

    @BeforeEach
    void start() {
        harness = new DeliveryHarness();
        process = harness.process();
        tokyo = harness.cluster("tokyo");
        harness.configure("tokyo", stack("tokyo", "one", "prometheus:v3"));
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private Plan asked(Strategy strategy) {
        return process.plans().create(List.of(TOKYO), Optional.of(new Intent("from the pipeline", strategy)));
    }

    private void work() {
        while (process.planWorker().runDueOnce()) {}
        while (process.intentWorker().runDueOnce()) {
            while (process.planWorker().runDueOnce()) {}
            process.work();
        }
        process.work();
    }

    @Test
    void aPlanIsPushedAsSoonAsItIsComputed() {
        var plan = asked(Strategy.allAtOnce());
        assertThat(plan.intent()).contains("");
        work();
        var pushed = process.plans().get(plan.id());
        assertThat(pushed.intent()).contains("Pushed.");
        assertThat(process.rollouts().get(pushed.rollout().orElseThrow()).status())
                .isEqualTo(Status.SUCCEEDED);
        assertThat(process.rollouts().get(pushed.rollout().orElseThrow()).reason())
                .isEqualTo("from the pipeline");
    }

    @Test
    void anEmptyPlanSaysThatThereIsNothingToChange() {
        asked(Strategy.allAtOnce());
        work();
        var second = asked(Strategy.allAtOnce());
        work();
        assertThat(process.plans().get(second.id()).intent()).contains("Nothing to change.");
    }

    @Test
    void everyKindOfWaveSurvivesUntilThePush() {
        var plan = asked(new Strategy(
                List.of(
                        new Wave("few", new Size.Count(1), false, Duration.ZERO),
                        new Wave("some", new Size.Percent(10), true, Duration.ofMinutes(1)),
                        new Wave("those", new Size.Matching(LabelSelector.parse("a in (b,c)")), false, Duration.ZERO),
                        new Wave("all", new Size.Rest(), false, Duration.ZERO)),
                Optional.of(3),
                1,
                OnFailure.PAUSE,
                true,
                Duration.ofMinutes(5),
                List.of()));
        work();
        var pushed = process.plans().get(plan.id());
        assertThat(process.rollouts().get(pushed.rollout().orElseThrow()).waves())
                .extracting(Rollout.Wave::name)
                .containsExactly("few");
    }

    @Test
    void aFailedRolloutBringsBackWhatItChangedByItself() {
        asked(Strategy.allAtOnce());
        work();
        var before = tokyo.contents();
        harness.configure("tokyo", stack("tokyo", "two", "prometheus:v3"));
        var cluster = requireNonNull(harness.fleet.get("tokyo")).id();
        harness.proofs.stands(cluster, State.FAILED);
        var strategy = new Strategy(
                List.of(), Optional.empty(), 0, OnFailure.ROLL_BACK, true, Duration.ofMinutes(5), List.of());
        var plan = process.plan("tokyo");
        var rollout = process.rollouts().push(new Rollouts.PushPlan(plan.id(), "two", Set.of(), strategy));
        process.work();
        assertThat(process.rollouts().get(rollout.id()).status()).isEqualTo(Status.ABORTED);
        harness.proofs.stands(cluster, State.LOADED);
        work();
        assertThat(tokyo.contents()).isEqualTo(before);
        var newest = process.rollouts().page(null, 1).items().getFirst();
        assertThat(newest.reason()).startsWith("Automatic rollback. tokyo: ");
        assertThat(newest.createdBy()).isEqualTo("gauntlet");
    }

    @Test
    void automaticSyncLeavesAClusterAloneThatSomebodyLeftChangesOutOf() {
        harness.jdbc
                .sql("update delivery set sync = 'AUTOMATIC', left_out = '{7}'")
                .update();
        work();
        assertThat(tokyo.writes()).isEmpty();
        assertThat(process.board().unpushedClusters()).isEqualTo(1);
        harness.jdbc.sql("update delivery set left_out = '{}'").update();
        work();
        assertThat(tokyo.writes()).isNotEmpty();
        assertThat(process.board().unpushedClusters()).isZero();
    }

    @Test
    void aClusterWithAutomaticSyncIsPushedByItselfUntilItIsRolledBack() {
        process.work();
        harness.jdbc.sql("update delivery set sync = 'AUTOMATIC'").update();
        work();
        assertThat(tokyo.writes()).isNotEmpty();
        harness.configure("tokyo", stack("tokyo", "two", "prometheus:v3"));
        harness.jdbc.sql("update delivery set sync_after = null").update();
        work();
        assertThat(process.revisions().page(TOKYO, null, 10).items())
                .extracting(Revisions.Revision::reason)
                .first()
                .asString()
                .startsWith("Automatic sync: rules of tokyo changed");

        var back = process.revisions().rollBack(TOKYO, 1);
        while (process.planWorker().runDueOnce()) {}
        process.rollouts().push(back.id(), "back");
        process.work();
        harness.jdbc.sql("update delivery set sync_after = null").update();
        work();
        assertThat(process.revisions().page(TOKYO, null, 10).items().getFirst().restores())
                .contains(1);
    }
}
