package io.gauntlet.delivery;

import static io.gauntlet.delivery.DeliveryFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a push may take is told from earlier ones. */
class PlanEstimateIntegrationTests {

    private DeliveryHarness harness;
    private DeliveryHarness.ControlPlane process;

    @BeforeEach
    void start() {
        harness = new DeliveryHarness();
        process = harness.process();
        List.of("osaka", "tokyo").forEach(harness::cluster);
        configure("one");
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private void configure(String value) {
        List.of("osaka", "tokyo").forEach(name -> harness.configure(name, stack(name, value, "prometheus:v3")));
    }

    private void pushed(String cluster) {
        process.rollouts().push(process.plan(cluster).id(), "a past");
        process.work();
    }

    /** What the database says of a cluster's rollouts. */
    private void took(String cluster, int writing, int proving) {
        harness.jdbc
                .sql("""
                        update rollout_target set applied_at = started_at + make_interval(secs => :writing),
                            ended_at = started_at + make_interval(secs => :whole) where name = :name""")
                .param("writing", writing)
                .param("whole", writing + proving)
                .param("name", cluster)
                .update();
    }

    @Test
    void nothingIsSaidWithoutAPast() {
        assertThat(process.plans().estimate(process.plan("tokyo").id())).isEmpty();
    }

    @Test
    void theClustersOwnPastCountsAndTheSlowestOneHoldsTheEndUp() {
        pushed("tokyo");
        pushed("osaka");
        took("tokyo", 4, 10);
        took("osaka", 2, 30);
        configure("two");
        var both = process.plan("osaka", "tokyo").id();
        assertThat(process.plans().estimate(both)).contains(Duration.ofSeconds(34));
        assertThat(process.plans().estimate(process.plan("osaka").id())).contains(Duration.ofSeconds(32));
    }

    @Test
    void aClusterWithoutAPastIsExpectedToTakeAsLongAsOthers() {
        pushed("tokyo");
        took("tokyo", 4, 10);
        assertThat(process.plans().estimate(process.plan("osaka").id())).contains(Duration.ofSeconds(14));
    }

    @Test
    void nothingIsSaidWhenNothingIsToBePushed() {
        pushed("tokyo");
        assertThat(process.plans().estimate(process.plan("tokyo").id())).isEmpty();
    }
}
