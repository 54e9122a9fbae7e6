package io.gauntlet.delivery;

import static io.gauntlet.delivery.DeliveryFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.cluster.ClusterEvent;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A cluster that refuses the credentials is left alone for a minute, unless they are renewed. */
class RenewedCredentialsIntegrationTests {

    @Test
    void aRefusedTargetGoesOnAsSoonAsTheCredentialsAreRenewed() {
        try (var harness = new DeliveryHarness()) {
            var process = harness.process();
            var tokyo = harness.cluster("tokyo");
            var id = Objects.requireNonNull(harness.fleet.get("tokyo")).id();
            harness.configure("tokyo", stack("tokyo", "one", "prometheus:v3"));
            var plan = process.plan("tokyo");
            tokyo.fault(call -> {
                throw new ClusterCallException(Failure.UNAUTHORIZED, "Unauthorized");
            });
            var rollout = process.rollouts().push(plan.id(), "with old credentials");
            process.work();
            var waiting = process.rollouts().get(rollout.id()).targets().getFirst();
            assertThat(waiting.message()).contains("UNAUTHORIZED");
            assertThat(process.rolloutWorker().runDueOnce()).isZero();

            tokyo.fault(call -> {});
            process.board().on(new ClusterEvent(id, "tokyo", "cluster.edited", Map.of()));
            assertThat(process.rolloutWorker().runDueOnce()).isZero();
            process.board().on(new ClusterEvent(id, "tokyo", "cluster.credentials-renewed", Map.of()));
            process.work();
            assertThat(process.rollouts().get(rollout.id()).status()).isEqualTo(Rollout.Status.SUCCEEDED);
        }
    }
}
