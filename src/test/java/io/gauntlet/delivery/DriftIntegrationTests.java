package io.gauntlet.delivery;

import static io.gauntlet.delivery.DeliveryFixtures.ref;
import static io.gauntlet.delivery.DeliveryFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.delivery.ClusterDrift.Difference;
import io.gauntlet.delivery.ClusterDrift.DriftedObject;
import io.gauntlet.delivery.ClusterDrift.State;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.rendering.Kinds;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What differs is found and shown, what only looks different is not, and nobody looks twice at the same time. */
class DriftIntegrationTests {

    private static final ResourceName TOKYO = new ResourceName("tokyo");
    private static final ObjectRef RULES = ref(Kinds.CONFIG_MAP, "rules");
    private static final ObjectRef PROMETHEUS = ref(Kinds.STATEFUL_SET, "prometheus");

    private DeliveryHarness delivery;
    private DriftHarness drift;
    private MemoryCluster tokyo;

    @BeforeEach
    void start() {
        delivery = new DeliveryHarness();
        drift = DriftHarness.of(delivery);
        tokyo = delivery.cluster("tokyo");
        delivery.configure("tokyo", stack("tokyo", "one", "prometheus:v3"));
        drift.push("tokyo");
        tokyo.forgetCalls();
    }

    @AfterEach
    void stop() {
        drift.watches.close();
        delivery.close();
    }

    @Test
    void aClusterThatIsAsItWasAppliedIsInSync() {
        var seen = drift.look("tokyo");
        assertThat(seen.state()).isEqualTo(State.IN_SYNC);
        assertThat(seen.compared()).isEqualTo(6);
        assertThat(seen.objects()).isEmpty();
    }

    @Test
    void asLongAsNoVersionChangesOnlyListsAreRead() {
        drift.look("tokyo");
        tokyo.forgetCalls();
        drift.look("tokyo");
        // One list for each kind of the stack, and no object.
        assertThat(tokyo.requests()).isEqualTo(6);
    }

    @Test
    void aChangedFieldIsDriftWithItsAuthorAndItsDiff() {
        tokyo.edit(RULES, "/data/a.yml", "edited");
        var seen = drift.look("tokyo");
        assertThat(seen.state()).isEqualTo(State.DRIFTED);
        assertThat(seen.manager()).isEqualTo("hand");
        assertThat(seen.objects()).singleElement().satisfies(object -> {
            assertThat(object.ref()).isEqualTo(RULES);
            assertThat(object.difference()).isEqualTo(Difference.CHANGED);
            assertThat(object.fields()).containsExactly("/data/a.yml");
            assertThat(object.diff()).contains("-  a.yml: edited").contains("+  a.yml: one");
            assertThat(object.author().time()).isPresent();
        });
    }

    @Test
    void aSecretThatWasChangedShowsNoValue() {
        tokyo.edit(ref(Kinds.SECRET, "bucket"), "/stringData/key", "another-4b1");
        var seen = drift.look("tokyo");
        assertThat(seen.objects()).hasSize(1);
        assertThat(seen.toString()).doesNotContain("another-4b1").doesNotContain(DeliveryFixtures.CANARY);
        assertThat(seen.objects().getFirst().diff()).contains("(secret, changed)");
    }

    @Test
    void aMissingObjectIsDrift() {
        tokyo.remove(RULES);
        assertThat(drift.look("tokyo").objects())
                .extracting(DriftedObject::difference)
                .containsExactly(Difference.MISSING);
    }

    @Test
    void anObjectThatLostItsLabelsIsNotTakenForMissing() {
        tokyo.edit(RULES, "/metadata/labels/gauntlet.io~1cluster", "nobody");
        assertThat(drift.look("tokyo").objects())
                .extracting(DriftedObject::difference)
                .containsExactly(Difference.CHANGED);
    }

    @Test
    void statusAndForeignFieldsAreNoDriftAndAreAskedForOnce() {
        drift.look("tokyo");
        tokyo.status(PROMETHEUS, "ready");
        tokyo.edit(RULES, "/metadata/labels/team", "metrics");
        assertThat(drift.look("tokyo").state()).isEqualTo(State.IN_SYNC);
        tokyo.forgetCalls();
        assertThat(drift.look("tokyo").state()).isEqualTo(State.IN_SYNC);
        assertThat(tokyo.requests()).isEqualTo(6);
    }

    @Test
    void whatDiffersIsRememberedUntilItIsBack() {
        tokyo.edit(RULES, "/data/a.yml", "edited");
        var first = drift.look("tokyo").objects().getFirst();
        delivery.clock.advance(Duration.ofMinutes(1));
        tokyo.forgetCalls();
        var second = drift.look("tokyo").objects().getFirst();
        assertThat(tokyo.requests()).as("nothing is compared twice").isEqualTo(6);
        assertThat(second.firstSeen()).isEqualTo(first.firstSeen());
        assertThat(second.lastSeen()).isAfter(first.lastSeen());
        tokyo.edit(RULES, "/data/a.yml", "one");
        assertThat(drift.look("tokyo").objects()).isEmpty();
    }

    @Test
    void whatIsOldIsNeverGreen() {
        drift.look("tokyo");
        delivery.clock.advance(DriftProperties.defaults().interval().multipliedBy(3));
        assertThat(drift.drifts.get(TOKYO).state()).isEqualTo(State.IN_SYNC);
        delivery.clock.advance(Duration.ofSeconds(1));
        assertThat(drift.drifts.get(TOKYO).state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void aPushMakesWhatWasSeenBeforeUnknown() {
        drift.look("tokyo");
        delivery.configure("tokyo", stack("tokyo", "two", "prometheus:v3"));
        drift.push("tokyo");
        assertThat(drift.drifts.get(TOKYO).state()).isEqualTo(State.UNKNOWN);
        assertThat(drift.look("tokyo").state()).isEqualTo(State.IN_SYNC);
    }

    @Test
    void aClusterThatDoesNotAnswerKeepsWhatWasSeenAndSaysWhy() {
        drift.look("tokyo");
        tokyo.fault(call -> {
            throw new ClusterCallException(Failure.UNREACHABLE, "connection refused");
        });
        delivery.clock.advance(Duration.ofMinutes(2));
        var seen = drift.look("tokyo");
        assertThat(seen.failure()).isEqualTo("UNREACHABLE: connection refused");
        assertThat(seen.sweptAt()).contains(delivery.clock.instant().minus(Duration.ofMinutes(2)));
        delivery.clock.advance(Duration.ofMinutes(2));
        assertThat(drift.look("tokyo").state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void aRolloutInFlightKeepsOthersFromLooking() {
        drift.drifts.get(TOKYO);
        delivery.configure("tokyo", stack("tokyo", "two", "prometheus:v3"));
        drift.process.rollouts().push(drift.process.plan("tokyo").id(), "second");
        drift.due();
        assertThat(drift.worker.runDueOnce()).isZero();
        assertThatThrownBy(() -> drift.look("tokyo"))
                .isInstanceOf(DomainException.Conflict.class)
                .hasMessageContaining("rollout");
        drift.process.work();
        assertThat(drift.worker.runDueOnce()).isEqualTo(1);
    }

    @Test
    void aPushDuringALookMakesItsResultWorthless() {
        tokyo.edit(RULES, "/data/a.yml", "edited");
        drift.drifts.get(TOKYO);
        delivery.configure("tokyo", stack("tokyo", "two", "prometheus:v3"));
        var plan = drift.process.plan("tokyo");
        assertThat(plan.status()).isEqualTo(Plan.Status.BLOCKED);
        var dryRuns = new AtomicInteger();
        tokyo.fault(call -> {
            if ("dry-run".equals(call.verb()) && dryRuns.getAndIncrement() == 0) {
                push(plan);
            }
        });
        drift.due();
        assertThat(drift.worker.runDueOnce()).isEqualTo(1);
        assertThat(dryRuns.get()).isPositive();
        assertThat(drift.drifts.get(TOKYO).rollout()).isPresent();
        assertThat(drift.drifts.get(TOKYO).failure()).isEmpty();
        assertThat(drift.drifts.get(TOKYO).sweptAt()).isEmpty();
        assertThat(drift.drifts.get(TOKYO).objects()).isEmpty();
    }

    private void push(Plan plan) {
        var conflict =
                drift.process.plans().objects(new Plans.ObjectsOf(plan.id(), null, null, null, 10)).items().stream()
                        .filter(object -> object.action() == PlannedObject.Action.CONFLICT)
                        .map(PlannedObject::id)
                        .collect(java.util.stream.Collectors.toSet());
        drift.process.rollouts().push(new Rollouts.PushPlan(plan.id(), "between", conflict, Strategy.allAtOnce()));
    }

    @Test
    void twoProcessesDoNotLookAtTheSameClusterAtOnce() throws InterruptedException {
        var other = DriftHarness.of(delivery);
        drift.drifts.get(TOKYO);
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        tokyo.fault(call -> {
            inside.countDown();
            try {
                assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        drift.due();
        var first = Thread.ofVirtual().start(drift.worker::runDueOnce);
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        drift.due();
        assertThat(other.worker.runDueOnce()).isZero();
        goOn.countDown();
        first.join();
        assertThat(drift.drifts.get(TOKYO).state()).isEqualTo(State.IN_SYNC);
    }

    @Test
    void aProcessThatLostItsClaimStoresNothing() {
        drift.drifts.get(TOKYO);
        tokyo.edit(RULES, "/data/a.yml", "edited");
        var work = drift.claims.claim(drift.cluster("tokyo").id(), "slow").orElseThrow();
        delivery.jdbc
                .sql("update drift_cluster set lease_until = clock_timestamp() - interval '1 second'")
                .update();
        assertThat(drift.look("tokyo").drifted()).isEqualTo(1);
        assertThat(drift.claims.fence(work)).isFalse();
        assertThat(drift.claims.unchanged(work, delivery.clock.instant())).isFalse();
    }

    @Test
    void aLookThatIsAskedForDuringALookIsNotLost() {
        drift.drifts.get(TOKYO);
        var work = drift.claims.claim(drift.cluster("tokyo").id(), "me").orElseThrow();
        drift.claims.soon(java.util.List.of(work.cluster()));
        assertThat(drift.claims.unchanged(work, delivery.clock.instant())).isTrue();
        assertThat(drift.worker.runDueOnce()).isEqualTo(1);
        assertThat(drift.worker.runDueOnce()).isZero();
    }

    @Test
    void clustersOfTheFleetAreFoundByStateAndPagedByName() {
        delivery.cluster("osaka");
        delivery.configure("osaka", stack("osaka", "one", "prometheus:v3"));
        drift.push("osaka");
        delivery.cluster("never-pushed");
        tokyo.edit(RULES, "/data/a.yml", "edited");
        drift.look("tokyo");
        drift.look("osaka");
        var first = drift.drifts.page(null, null, 1);
        assertThat(first.items()).extracting(ClusterDrift::cluster).containsExactly(new ResourceName("osaka"));
        assertThat(drift.drifts.page(null, first.next(), 1).items())
                .extracting(ClusterDrift::cluster)
                .containsExactly(TOKYO);
        assertThat(drift.drifts.page(State.DRIFTED, null, 10).items())
                .extracting(ClusterDrift::cluster)
                .containsExactly(TOKYO);
        assertThatThrownBy(() -> drift.drifts.get(new ResourceName("never-pushed")))
                .isInstanceOf(DomainException.NotFound.class);
    }
}
