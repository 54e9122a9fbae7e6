package io.gauntlet.delivery;

import static io.gauntlet.delivery.DeliveryFixtures.stack;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.Rollout.Status;
import io.gauntlet.delivery.Rollout.TargetStatus;
import io.gauntlet.delivery.Rollout.WaveStatus;
import io.gauntlet.delivery.Strategy.OnFailure;
import io.gauntlet.delivery.Strategy.Size;
import io.gauntlet.delivery.Strategy.Wave;
import io.gauntlet.delivery.Strategy.Window;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.proof.Baseline;
import io.gauntlet.proof.Report.State;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rollout goes through its clusters in waves, and no wave begins before the one in front of it has proven itself. */
class WaveIntegrationTests {

    private static final ResourceName BERLIN = new ResourceName("berlin");

    private DeliveryHarness harness;
    private DeliveryHarness.ControlPlane process;

    @BeforeEach
    void start() {
        harness = new DeliveryHarness();
        process = harness.process();
        for (var name : List.of("athens", "berlin", "cairo", "delhi")) {
            harness.cluster(name, LabelSet.of(Map.of("region", name.compareTo("c") < 0 ? "eu" : "other")));
            harness.configure(name, stack(name, "one", "prometheus:v3"));
        }
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private static Wave wave(String name, Size size) {
        return new Wave(name, size, false, Duration.ZERO);
    }

    private static Strategy strategy(OnFailure policy, Wave... waves) {
        return new Strategy(List.of(waves), Optional.empty(), 0, policy, true, Duration.ofMinutes(10), List.of());
    }

    private static Strategy canaryThenRest() {
        return strategy(OnFailure.PAUSE, wave("canary", new Size.Count(1)), wave("rest", new Size.Rest()));
    }

    private RolloutId push(Strategy strategy) {
        var plan = process.plan("athens", "berlin", "cairo", "delhi");
        return process.rollouts()
                .push(new Rollouts.PushPlan(plan.id(), "because", Set.of(), strategy))
                .id();
    }

    private ClusterId id(String name) {
        return requireNonNull(harness.fleet.get(name)).id();
    }

    private MemoryCluster api(String name) {
        return requireNonNull(harness.apis.get(id(name)));
    }

    private List<TargetStatus> statuses(RolloutId rollout) {
        return process.rollouts().get(rollout).targets().stream()
                .map(Rollout.Target::status)
                .toList();
    }

    private Rollout get(RolloutId rollout) {
        return process.rollouts().get(rollout);
    }

    @Test
    void theCanaryIsDoneBeforeAnyOtherClusterIsTouched() {
        var rollout = push(canaryThenRest());
        assertThat(statuses(rollout))
                .containsExactly(TargetStatus.QUEUED, TargetStatus.PENDING, TargetStatus.PENDING, TargetStatus.PENDING);
        process.rolloutWorker().runDueOnce();
        assertThat(statuses(rollout).getFirst()).isEqualTo(TargetStatus.SUCCEEDED);
        assertThat(api("berlin").writes()).isEmpty();
        process.work();
        assertThat(get(rollout).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(get(rollout).waves()).extracting(Rollout.Wave::status).containsOnly(WaveStatus.DONE);
        assertThat(api("delhi").writes()).hasSize(6);
    }

    @Test
    void aReplicaThatRefusesHoldsTheGateUntilItIsMendedAndResumed() {
        harness.proofs.stands(id("athens"), State.FAILED);
        var rollout = push(canaryThenRest());
        process.work();
        var held = get(rollout);
        assertThat(held.paused()).isTrue();
        assertThat(held.pausedBy()).isEqualTo("gauntlet");
        assertThat(held.hold()).contains("athens", "prometheus-1 refuses it: bad rule");
        assertThat(statuses(rollout)).startsWith(TargetStatus.HELD, TargetStatus.PENDING);
        assertThat(api("berlin").writes()).isEmpty();

        harness.proofs.stands(id("athens"), State.LOADED);
        process.control().resume(rollout);
        process.work();
        assertThat(get(rollout).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void aReplicaThatIsOnlyLateHoldsTheWaveAndThenItGoesOnByItself() throws InterruptedException {
        harness.proofs.stands(id("athens"), State.APPLIED);
        var rollout = push(canaryThenRest());
        var worker = Thread.ofVirtual().start(process.rolloutWorker()::runDueOnce);
        while (harness.proofs.looks.get() < 3) {
            Thread.sleep(20);
        }
        assertThat(statuses(rollout)).startsWith(TargetStatus.VERIFYING, TargetStatus.PENDING);
        assertThat(harness.proofs.hurries.get()).isPositive();
        harness.proofs.stands(id("athens"), State.LOADED);
        worker.join();
        process.work();
        assertThat(get(rollout).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void withoutWavesAClusterThatProvesNothingFailsAlone() {
        harness.proofs.stands(id("cairo"), State.FAILED);
        var rollout = push(Strategy.allAtOnce());
        process.work();
        assertThat(get(rollout).status()).isEqualTo(Status.FAILED);
        assertThat(statuses(rollout))
                .containsExactly(
                        TargetStatus.SUCCEEDED, TargetStatus.SUCCEEDED, TargetStatus.FAILED, TargetStatus.SUCCEEDED);
    }

    @Test
    void gatesCompareWithHowTheStackWasBeforeThePush() {
        push(Strategy.allAtOnce());
        process.work();
        assertThat(harness.proofs.seenBaseline).isEqualTo(Baseline.unknown());
        harness.proofs.baseline = new Baseline(Map.of("node", 3), 2, 0, true);
        harness.configure("athens", stack("athens", "two", "prometheus:v3"));
        push(Strategy.allAtOnce());
        process.work();
        assertThat(harness.proofs.seenBaseline).isEqualTo(harness.proofs.baseline);
    }

    @Test
    void aClosedGateIsNamed() {
        harness.proofs.closes(id("athens"), true);
        var rollout = push(new Strategy(
                List.of(wave("canary", new Size.Count(1))),
                Optional.empty(),
                0,
                OnFailure.PAUSE,
                true,
                Duration.ofMillis(1),
                List.of()));
        process.work();
        assertThat(get(rollout).hold()).contains("Gate 'stores' is closed: 2 of 3 stores");
        assertThat(process.control()
                        .evidence(rollout, Optional.empty())
                        .getFirst()
                        .gates())
                .extracting(RolloutControl.GateState::open)
                .containsExactly(false);
    }

    @Test
    void wavesTakeClustersByLabelShareAndNumber() {
        var rollout = push(strategy(
                OnFailure.PAUSE,
                wave("europe", new Size.Matching(LabelSelector.parse("region=eu"))),
                wave("quarter", new Size.Percent(10))));
        assertThat(get(rollout).targets()).extracting(Rollout.Target::wave).containsExactly(0, 0, 1, 2);
        assertThat(get(rollout).waves()).extracting(Rollout.Wave::name).containsExactly("europe", "quarter", "rest");
        process.work();
        assertThat(get(rollout).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void aManualWaveWaitsForAPersonAndATimedOneForItsTime() {
        var rollout = push(strategy(
                OnFailure.PAUSE,
                wave("canary", new Size.Count(1)),
                new Wave("by hand", new Size.Count(1), true, Duration.ZERO),
                new Wave("later", new Size.Rest(), false, Duration.ofMinutes(10))));
        process.work();
        process.waveWorker().advanceWaiting();
        assertThat(get(rollout).hold()).isEqualTo("Wave 'by hand' waits until somebody opens it.");
        assertThatThrownBy(() -> process.control().openWave(rollout, 2)).isInstanceOf(DomainException.Conflict.class);
        process.control().openWave(rollout, 1);
        process.work();
        assertThat(statuses(rollout)).endsWith(TargetStatus.PENDING, TargetStatus.PENDING);
        harness.clock.advance(Duration.ofMinutes(11));
        process.waveWorker().advanceWaiting();
        process.work();
        assertThat(get(rollout).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void noMoreClustersAreInFlightThanAllowed() {
        var rollout = push(
                new Strategy(List.of(), Optional.of(1), 0, OnFailure.CONTINUE, true, Duration.ofMinutes(1), List.of()));
        for (var through = 0; through < 4; through++) {
            assertThat(statuses(rollout).stream().filter(TargetStatus.QUEUED::equals))
                    .hasSize(1);
            process.rolloutWorker().runDueOnce();
        }
        assertThat(get(rollout).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void outsideTheMaintenanceWindowNothingBegins() {
        // The clock of these tests stands at noon of a Tuesday.
        var night = new Window(Set.of(DayOfWeek.TUESDAY), LocalTime.of(22, 0), LocalTime.of(4, 0), ZoneOffset.UTC);
        var rollout = push(new Strategy(
                List.of(), Optional.empty(), 0, OnFailure.CONTINUE, true, Duration.ofMinutes(1), List.of(night)));
        process.work();
        assertThat(get(rollout).hold()).isEqualTo("Outside the maintenance window.");
        assertThat(api("athens").writes()).isEmpty();
        harness.clock.advance(Duration.ofHours(15));
        process.waveWorker().advanceWaiting();
        process.work();
        assertThat(get(rollout).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void aPausedRolloutStartsNothingUntilItIsResumed() {
        var rollout = push(Strategy.allAtOnce());
        process.control().pause(rollout, "let me look");
        process.work();
        assertThat(statuses(rollout)).containsOnly(TargetStatus.PENDING);
        assertThat(get(rollout).hold()).isEqualTo("let me look");
        assertThatThrownBy(() -> process.control().pause(rollout, "again"))
                .isInstanceOf(DomainException.Conflict.class);
        process.control().resume(rollout);
        process.work();
        assertThat(get(rollout).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void aFailedClusterCanBeTriedAgainOrLeftOut() {
        var rollout = push(canaryThenRest());
        api("athens").fault(call -> {
            throw new ClusterCallException(Failure.FORBIDDEN, "no right to patch config maps");
        });
        process.work();
        assertThat(get(rollout).paused()).isTrue();
        assertThat(get(rollout).hold()).contains("athens", "no right to patch");
        api("athens").fault(call -> {});
        process.control().retry(rollout, new ResourceName("athens"));
        process.control().resume(rollout);
        process.control().skip(rollout, BERLIN, "its owner is on holiday");
        process.work();
        assertThat(get(rollout).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(statuses(rollout).get(1)).isEqualTo(TargetStatus.SKIPPED);
        assertThat(api("berlin").writes()).isEmpty();
    }

    @Test
    void tooManyFailuresAbortWhereThatIsThePolicy() {
        harness.proofs.stands(id("athens"), State.FAILED);
        var rollout = push(strategy(OnFailure.ABORT, wave("canary", new Size.Count(1))));
        process.work();
        assertThat(statuses(rollout))
                .containsExactly(
                        TargetStatus.ABORTED, TargetStatus.ABORTED, TargetStatus.ABORTED, TargetStatus.ABORTED);
        assertThat(get(rollout).status()).isEqualTo(Status.ABORTED);
        assertThat(api("berlin").writes()).isEmpty();
    }

    @Test
    void toleratedFailuresAreSetAsideAndTheRestGoesOn() {
        harness.proofs.stands(id("athens"), State.FAILED);
        var rollout = push(new Strategy(
                List.of(wave("canary", new Size.Count(1))),
                Optional.empty(),
                1,
                OnFailure.PAUSE,
                true,
                Duration.ofMinutes(1),
                List.of()));
        process.work();
        assertThat(get(rollout).status()).isEqualTo(Status.FAILED);
        assertThat(statuses(rollout))
                .containsExactly(
                        TargetStatus.FAILED, TargetStatus.SUCCEEDED, TargetStatus.SUCCEEDED, TargetStatus.SUCCEEDED);
    }

    @Test
    void aNewerPushOvertakesOneThatIsHeld() {
        harness.proofs.stands(id("athens"), State.FAILED);
        var older = push(canaryThenRest());
        process.work();
        harness.proofs.stands(id("athens"), State.LOADED);
        harness.configure("athens", stack("athens", "two", "prometheus:v3"));
        var plan = process.plan("athens");
        var newer = process.rollouts().push(plan.id(), "mended");
        process.work();
        assertThat(process.rollouts().get(newer.id()).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(get(older).targets().getFirst().message()).isEqualTo("A newer push took over.");
        assertThat(get(older).status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void evidenceTellsWhenEachReplicaWasProven() {
        var rollout = push(canaryThenRest());
        process.work();
        var evidence = process.control().evidence(rollout, Optional.of(BERLIN));
        assertThat(evidence).hasSize(1);
        assertThat(evidence.getFirst().replicas()).hasSize(2).allSatisfy(replica -> {
            assertThat(replica.state()).isEqualTo(State.LOADED);
            assertThat(replica.loadedAt()).isPresent();
            assertThat(replica.appliedAt()).isPresent();
        });
        assertThat(get(rollout).targets().getFirst().loaded()).isEqualTo(2);
    }
}
