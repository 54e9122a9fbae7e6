package io.gauntlet.delivery;

import static io.gauntlet.delivery.DeliveryFixtures.stack;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.proof.Report.State;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a rollout did not get through is planned again, and nothing else. */
class RetriesIntegrationTests {

    private static final List<String> FLEET = List.of("kobe", "osaka", "tokyo");
    private static final ResourceName OSAKA = new ResourceName("osaka");

    private DeliveryHarness harness;
    private DeliveryHarness.ControlPlane process;

    @BeforeEach
    void start() {
        harness = new DeliveryHarness();
        process = harness.process();
        FLEET.forEach(harness::cluster);
        configure("one");
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private void configure(String value) {
        FLEET.forEach(name -> harness.configure(name, stack(name, value, "prometheus:v3")));
    }

    private void stands(State state) {
        harness.proofs.stands(requireNonNull(harness.fleet.get("osaka")).id(), state);
    }

    private Plan computed(Plan plan) {
        while (process.planWorker().runDueOnce()) {}
        return process.plans().get(plan.id());
    }

    @Test
    void exactlyWhatFailedIsPlannedAgain() {
        stands(State.FAILED);
        var rollout =
                process.rollouts().push(process.plan("kobe", "osaka", "tokyo").id(), "for all");
        assertThatThrownBy(() -> process.retries().planFailed(rollout.id()))
                .isInstanceOf(DomainException.Conflict.class)
                .hasMessageContaining("still runs");
        process.work();
        assertThat(process.rollouts().get(rollout.id()).status()).isEqualTo(Rollout.Status.FAILED);

        configure("two");
        var plan = computed(process.retries().planFailed(rollout.id()));
        assertThat(plan.clusterNames()).containsExactly(OSAKA);
        stands(State.LOADED);
        var second = process.rollouts().push(plan.id(), "once more");
        process.work();
        assertThat(process.rollouts().get(second.id()).status()).isEqualTo(Rollout.Status.SUCCEEDED);
        assertThatThrownBy(() -> process.retries().planFailed(second.id()))
                .isInstanceOf(DomainException.Conflict.class)
                .hasMessageContaining("No cluster of this rollout failed");
    }

    @Test
    void aWayBackThatFailedIsPlannedAsAWayBackAgain() {
        process.rollouts().push(process.plan("kobe", "osaka", "tokyo").id(), "one");
        process.work();
        configure("two");
        var two = process.rollouts().push(process.plan("kobe", "osaka", "tokyo").id(), "two");
        process.work();
        stands(State.FAILED);
        var back = process.rollouts()
                .push(computed(process.revisions().rollBack(two.id())).id(), "back");
        process.work();
        var plan = computed(process.retries().planFailed(back.id()));
        assertThat(plan.purpose()).isEqualTo(Plan.Purpose.ROLL_BACK);
        assertThat(plan.clusterNames()).containsExactly(OSAKA);
    }

    @Test
    void clustersThatLeftTheFleetAreNamed() {
        stands(State.FAILED);
        var rollout = process.rollouts().push(process.plan("osaka", "tokyo").id(), "for all");
        process.work();
        requireNonNull(harness.fleet.remove("osaka"));
        assertThatThrownBy(() -> process.retries().planFailed(rollout.id()))
                .isInstanceOf(DomainException.Conflict.class)
                .hasMessageContaining("osaka");
    }
}
