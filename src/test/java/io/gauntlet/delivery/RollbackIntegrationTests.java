package io.gauntlet.delivery;

import static io.gauntlet.delivery.DeliveryFixtures.configMap;
import static io.gauntlet.delivery.DeliveryFixtures.namespace;
import static io.gauntlet.delivery.DeliveryFixtures.set;
import static io.gauntlet.delivery.DeliveryFixtures.stack;
import static io.gauntlet.delivery.DeliveryFixtures.statefulSet;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.delivery.Revisions.Kind;
import io.gauntlet.delivery.Revisions.Revision;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ResourceName;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was applied stays known, and the way back is exact. */
class RollbackIntegrationTests {

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
        push("first");
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private Rollout push(String reason) {
        return push(process.plan("tokyo"), reason);
    }

    private Rollout push(Plan plan, String reason) {
        var rollout = process.rollouts().push(plan.id(), reason);
        process.work();
        return process.rollouts().get(rollout.id());
    }

    private Plan computed(Plan plan) {
        while (process.planWorker().runDueOnce()) {}
        return process.plans().get(plan.id());
    }

    private DeliveryBoard.State state() {
        var id = requireNonNull(harness.fleet.get("tokyo")).id();
        return requireNonNull(process.board().states(List.of(id)).get(id));
    }

    @Test
    void anEarlierRevisionComesBackToTheByteAndWhatWasAddedGoes() {
        var before = tokyo.contents();
        harness.configure(
                "tokyo",
                set(
                        namespace("tokyo"),
                        configMap("tokyo", "rules", "two"),
                        configMap("tokyo", "more", "added"),
                        statefulSet("tokyo", "prometheus:v4", 3)));
        push("second");
        assertThat(tokyo.contents()).isNotEqualTo(before);

        var plan = computed(process.revisions().rollBack(TOKYO, 1));
        assertThat(plan.purpose()).isEqualTo(Plan.Purpose.ROLL_BACK);
        assertThat(plan.clusters().getFirst().notices())
                .anySatisfy(notice -> assertThat(notice.code()).isEqualTo("rollback"));
        assertThat(push(plan, "two was wrong").status()).isEqualTo(Rollout.Status.SUCCEEDED);
        assertThat(tokyo.contents()).isEqualTo(before);
        assertThat(process.revisions().get(TOKYO, 3).restores()).contains(1);
    }

    @Test
    void aClusterThatWasRolledBackStaysThereAndItsConfigurationIsUnpushedAgain() {
        harness.configure("tokyo", stack("tokyo", "two", "prometheus:v3"));
        push("second");
        assertThat(state().unpushed()).isFalse();
        push(computed(process.revisions().rollBack(TOKYO, 1)), "back");
        assertThat(state().pinned()).isTrue();
        assertThat(state().unpushed()).isTrue();
        assertThat(state().revision()).contains(3);
        assertThat(process.board().unpushed(null, 10).items().getFirst().causes())
                .containsExactly("Rolled back: revision 3 restores revision 1");

        push("forward again");
        assertThat(state().pinned()).isFalse();
        assertThat(state().unpushed()).isFalse();
    }

    @Test
    void aRollbackHoldsThoughTheConfigurationChangesMeanwhile() {
        harness.configure("tokyo", stack("tokyo", "two", "prometheus:v3"));
        push("second");
        var plan = computed(process.revisions().rollBack(TOKYO, 1));
        harness.configure("tokyo", stack("tokyo", "three", "prometheus:v3"));
        assertThat(push(plan, "back").status()).isEqualTo(Rollout.Status.SUCCEEDED);
    }

    @Test
    void aWholeRolloutGoesBackInEveryClusterThatItChanged() {
        var osaka = harness.cluster("osaka");
        harness.configure("osaka", stack("osaka", "one", "prometheus:v3"));
        push(process.plan("osaka"), "first");
        var before = osaka.contents();
        harness.cluster("nara");
        for (var name : List.of("tokyo", "osaka", "nara")) {
            harness.configure(name, stack(name, "two", "prometheus:v3"));
        }
        var rollout = push(process.plan("tokyo", "osaka", "nara"), "second");
        var plan = computed(process.revisions().rollBack(rollout.id()));
        // The one that had nothing before is left out.
        assertThat(plan.clusterNames()).containsExactly(new ResourceName("osaka"), TOKYO);
        push(plan, "back");
        assertThat(osaka.contents()).isEqualTo(before);
    }

    @Test
    void aFirstRolloutHasNothingToGoBackTo() {
        var first = process.revisions().get(TOKYO, 1).rollout().orElseThrow();
        assertThatThrownBy(() -> process.revisions().rollBack(first)).isInstanceOf(DomainException.Conflict.class);
    }

    @Test
    void theHistoryIsPagedNewestFirst() {
        harness.configure("tokyo", stack("tokyo", "two", "prometheus:v3"));
        push("second");
        var first = process.revisions().page(TOKYO, null, 1);
        assertThat(first.items()).extracting(Revision::reason).containsExactly("second");
        assertThat(first.items().getFirst().applied()).isTrue();
        var rest = process.revisions().page(TOKYO, first.next(), 1);
        assertThat(rest.items()).extracting(Revision::number).containsExactly(1);
        assertThat(rest.next()).isNull();
        assertThatThrownBy(() -> process.revisions().get(TOKYO, 9)).isInstanceOf(DomainException.NotFound.class);
    }

    @Test
    void twoRevisionsAreComparedWithoutShowingSecrets() {
        harness.configure(
                "tokyo",
                set(
                        namespace("tokyo"),
                        configMap("tokyo", "rules", "two"),
                        DeliveryFixtures.secret("tokyo", "bucket", "another"),
                        statefulSet("tokyo", "prometheus:v4", 2)));
        push("second");
        var comparison = process.revisions().compare(TOKYO, 1, 2);
        assertThat(comparison.objects())
                .extracting(difference ->
                        difference.kind() + " " + difference.object().name())
                .contains("CHANGED rules", "CHANGED bucket", "REMOVED prometheus");
        assertThat(comparison.meaning())
                .containsExactly(
                        "StatefulSet prometheus: prometheus image prometheus:v3 → prometheus:v4",
                        "StatefulSet prometheus: replicas 3 → 2");
        assertThat(comparison.toString())
                .doesNotContain(DeliveryFixtures.CANARY)
                .doesNotContain("another");
        assertThat(comparison.objects())
                .filteredOn(difference -> difference.kind() == Kind.CHANGED)
                .isNotEmpty();
    }
}
