package io.gauntlet.delivery;

import static io.gauntlet.delivery.DeliveryFixtures.ref;
import static io.gauntlet.delivery.DeliveryFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.delivery.ClusterDrift.State;
import io.gauntlet.delivery.DriftPolicy.Mode;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.rendering.Kinds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What differs comes back to the byte, by a rollout like any other, and nobody fights for ever. */
class HealIntegrationTests {

    private static final ResourceName TOKYO = new ResourceName("tokyo");
    private static final ObjectRef RULES = ref(Kinds.CONFIG_MAP, "rules");
    private static final ObjectRef PROMETHEUS = ref(Kinds.STATEFUL_SET, "prometheus");
    private static final DriftPolicy HEAL = new DriftPolicy(Mode.HEAL, List.of());

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
        drift.look("tokyo");
    }

    @AfterEach
    void stop() {
        drift.watches.close();
        delivery.close();
    }

    private void editAndRound(String value) {
        tokyo.edit(RULES, "/data/a.yml", value);
        drift.due();
        drift.round();
    }

    private String rules() {
        return tokyo.get(RULES).orElseThrow().content().at("/data/a.yml").asString("");
    }

    @Test
    void underReportNothingIsTouchedUntilAPersonHeals() {
        var before = tokyo.contents();
        tokyo.edit(RULES, "/data/a.yml", "edited");
        tokyo.remove(ref(Kinds.SERVICE, "prometheus"));
        drift.due();
        drift.round();
        assertThat(rules()).isEqualTo("edited");

        tokyo.forgetCalls();
        var rollout = drift.drifts.heal(TOKYO);
        assertThat(rollout.kind()).isEqualTo(Rollout.Kind.HEAL);
        assertThat(rollout.plan()).isEmpty();
        assertThat(rollout.reason())
                .contains("ConfigMap monitoring/rules was changed by hand")
                .contains("is missing");
        drift.process.work();
        assertThat(drift.process.rollouts().get(rollout.id()).status()).isEqualTo(Rollout.Status.SUCCEEDED);
        assertThat(tokyo.contents()).isEqualTo(before);
        assertThat(tokyo.writes())
                .containsExactly("apply ConfigMap monitoring/rules", "apply Service monitoring/prometheus");
        assertThat(drift.look("tokyo").state()).isEqualTo(State.IN_SYNC);
    }

    @Test
    void aHealKeepsTheRevisionAndStandsInTheHistoryAndTheAudit() {
        var revision = drift.applied("tokyo");
        tokyo.edit(RULES, "/data/a.yml", "edited");
        drift.look("tokyo");
        var rollout = drift.drifts.heal(TOKYO);
        drift.process.work();
        assertThat(drift.applied("tokyo")).isEqualTo(revision);
        assertThat(drift.process.rollouts().page(null, 10).items().getFirst().kind())
                .isEqualTo(Rollout.Kind.HEAL);
        assertThat(drift.process
                        .board()
                        .states(List.of(drift.cluster("tokyo").id()))
                        .values())
                .allMatch(state -> !state.unpushed() && !state.pinned());
        assertThat(delivery.events)
                .anySatisfy(event -> assertThat(event.toString())
                        .contains("delivery.heal")
                        .contains(rollout.id().toString()));
        assertThatThrownBy(() -> drift.process.revisions().rollBack(rollout.id()))
                .isInstanceOf(DomainException.Conflict.class);
    }

    @Test
    void aClusterThatWasRolledBackStaysRolledBack() {
        delivery.configure("tokyo", stack("tokyo", "two", "prometheus:v3"));
        drift.push("tokyo");
        var plan = drift.process.revisions().rollBack(TOKYO, 1);
        while (drift.process.planWorker().runDueOnce()) {}
        drift.process.rollouts().push(plan.id(), "back");
        drift.process.work();
        tokyo.edit(RULES, "/data/a.yml", "edited");
        drift.look("tokyo");
        drift.drifts.heal(TOKYO);
        drift.process.work();
        assertThat(rules()).isEqualTo("one");
        assertThat(drift.process
                        .board()
                        .states(List.of(drift.cluster("tokyo").id()))
                        .values())
                .allMatch(state -> state.pinned() && state.unpushed());
    }

    @Test
    void underHealEveryEditIsUndoneTenTimesInARow() {
        drift.policy("tokyo", HEAL);
        // By another hand each time, so that nobody fights.
        for (var i = 0; i < 10; i++) {
            delivery.clock.advance(Duration.ofMinutes(1));
            editAndRound("edit " + i);
            assertThat(rules()).isEqualTo("one");
        }
        drift.due();
        drift.round();
        assertThat(drift.drifts.get(TOKYO).state()).isEqualTo(State.IN_SYNC);
    }

    @Test
    void healsOfAClusterAreLimited() {
        var properties = new DriftProperties(
                true,
                Duration.ofSeconds(60),
                8,
                4,
                Duration.ofMinutes(2),
                25,
                3,
                Duration.ofHours(10),
                Duration.ofMinutes(3),
                100,
                100);
        delivery.jdbc.sql("update drift_cluster set tokens = 3").update();
        drift = new DriftHarness(delivery, properties);
        drift.policy("tokyo", HEAL);
        for (var i = 0; i < 3; i++) {
            editAndRound("edit " + i);
            assertThat(rules()).isEqualTo("one");
        }
        editAndRound("too often");
        assertThat(rules()).isEqualTo("too often");
        // A person may heal, and a token that comes back is used without another edit.
        delivery.jdbc.sql("update drift_cluster set tokens = 1").update();
        drift.due();
        drift.round();
        assertThat(rules()).isEqualTo("one");
    }

    @Test
    void whatIsChangedBackAgainAndAgainIsNotHealedAnyMoreUntilAPersonSaysSo() {
        drift.policy("tokyo", HEAL);
        for (var i = 0; i < 5; i++) {
            editAndRound("edit " + i);
            assertThat(rules()).isEqualTo("one");
        }
        editAndRound("stubborn");
        assertThat(rules()).isEqualTo("stubborn");
        var seen = drift.drifts.get(TOKYO);
        assertThat(seen.state()).isEqualTo(State.FIGHT);
        assertThat(seen.objects().getFirst().fight()).hasValueSatisfying(fight -> {
            assertThat(fight.manager()).isEqualTo("hand");
            assertThat(fight.times()).isEqualTo(5);
        });
        assertThatThrownBy(() -> drift.drifts.heal(TOKYO)).isInstanceOf(DomainException.Conflict.class);

        // Other objects are healed all the same.
        tokyo.edit(PROMETHEUS, "/spec/replicas", "9");
        drift.due();
        drift.round();
        assertThat(tokyo.get(PROMETHEUS)
                        .orElseThrow()
                        .content()
                        .at("/spec/replicas")
                        .asInt(0))
                .isEqualTo(3);

        drift.drifts.resume(TOKYO);
        drift.round();
        assertThat(rules()).isEqualTo("one");
        drift.due();
        drift.round();
        assertThat(drift.drifts.get(TOKYO).state()).isEqualTo(State.IN_SYNC);
        assertThatThrownBy(() -> drift.drifts.resume(TOKYO)).isInstanceOf(DomainException.Conflict.class);
    }

    @Test
    void whatThePolicyLeavesOutIsShownButNeitherCountedNorHealed() {
        drift.policy("tokyo", new DriftPolicy(Mode.HEAL_EXCEPT, List.of(new DriftField("StatefulSet:/spec/replicas"))));
        tokyo.edit(PROMETHEUS, "/spec/replicas", "9");
        drift.due();
        drift.round();
        assertThat(tokyo.get(PROMETHEUS)
                        .orElseThrow()
                        .content()
                        .at("/spec/replicas")
                        .asString(""))
                .isEqualTo("9");
        var seen = drift.look("tokyo");
        assertThat(seen.state()).isEqualTo(State.IN_SYNC);
        assertThat(seen.objects())
                .singleElement()
                .satisfies(object -> assertThat(object.tolerated()).isTrue());
        // Taking the exception away heals it.
        drift.policy("tokyo", HEAL);
        drift.round();
        assertThat(tokyo.get(PROMETHEUS)
                        .orElseThrow()
                        .content()
                        .at("/spec/replicas")
                        .asInt(0))
                .isEqualTo(3);
    }

    @Test
    void anEditOfAStalePolicyIsRefused() {
        drift.policy("tokyo", HEAL);
        assertThatThrownBy(() -> drift.drifts.setPolicy(TOKYO, 0, DriftPolicy.report()))
                .isInstanceOf(DomainException.Stale.class);
        assertThat(drift.drifts.get(TOKYO).policy()).isEqualTo(HEAL);
    }

    @Test
    void whatMovedSinceTheLookIsNotOverwritten() {
        tokyo.edit(RULES, "/data/a.yml", "edited");
        drift.look("tokyo");
        var rollout = drift.drifts.heal(TOKYO);
        tokyo.edit(RULES, "/data/a.yml", "edited once more");
        drift.process.work();
        assertThat(drift.process.rollouts().get(rollout.id()).status()).isEqualTo(Rollout.Status.FAILED);
        assertThat(rules()).isEqualTo("edited once more");
    }

    @Test
    void withNothingToHealAndDuringARolloutNobodyHeals() {
        assertThatThrownBy(() -> drift.drifts.heal(TOKYO))
                .isInstanceOf(DomainException.Conflict.class)
                .hasMessageContaining("Nothing differs");
        tokyo.edit(RULES, "/data/a.yml", "edited");
        drift.look("tokyo");
        drift.drifts.heal(TOKYO);
        assertThatThrownBy(() -> drift.drifts.heal(TOKYO))
                .isInstanceOf(DomainException.Conflict.class)
                .hasMessageContaining("rollout");
    }

    @Test
    void clustersThatHealAreWatchedByOneProcessSoThatAnEditIsSeenAtOnce() {
        var other = DriftHarness.of(delivery);
        drift.watches.refresh();
        assertThat(tokyo.watches()).isZero();
        drift.policy("tokyo", HEAL);
        drift.round();
        drift.watches.refresh();
        other.watches.refresh();
        assertThat(tokyo.watches()).as("one for each kind").isEqualTo(6);
        assertThat(drift.worker.runDueOnce()).isZero();
        tokyo.edit(RULES, "/data/a.yml", "edited");
        drift.watches.flush();
        drift.round();
        assertThat(rules()).isEqualTo("one");
        drift.policy("tokyo", DriftPolicy.report());
        drift.watches.refresh();
        assertThat(tokyo.watches()).isZero();
    }
}
