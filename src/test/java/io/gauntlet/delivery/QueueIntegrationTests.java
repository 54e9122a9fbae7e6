package io.gauntlet.delivery;

import static io.gauntlet.delivery.DeliveryFixtures.set;
import static io.gauntlet.delivery.DeliveryFixtures.stack;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.delivery.Plans.Intent;
import io.gauntlet.delivery.PushQueue.Entry;
import io.gauntlet.delivery.PushQueue.Status;
import io.gauntlet.delivery.Rollouts.Away;
import io.gauntlet.delivery.Rollouts.PushPlan;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clusters that give no answer when a plan is pushed get the same push when they answer again, or a person is told why not. */
class QueueIntegrationTests {

    private static final ResourceName TOKYO = new ResourceName("tokyo");
    private static final ResourceName OSAKA = new ResourceName("osaka");

    private DeliveryHarness harness;
    private DeliveryHarness.ControlPlane process;
    private MemoryCluster tokyo;
    private MemoryCluster osaka;

    @BeforeEach
    void start() {
        harness = new DeliveryHarness();
        process = harness.process();
        tokyo = harness.cluster("tokyo");
        osaka = harness.cluster("osaka");
        harness.configure("tokyo", stack("tokyo", "one", "prometheus:v3"));
        harness.configure("osaka", stack("osaka", "one", "prometheus:v3"));
    }

    @AfterEach
    void stop() {
        harness.jdbc.sql("delete from queued_push").update();
        harness.close();
    }

    private static void away(MemoryCluster cluster) {
        cluster.fault(call -> {
            throw new ClusterCallException(Failure.UNREACHABLE, "The connection to the API server is refused.");
        });
    }

    private static void back(MemoryCluster cluster) {
        cluster.fault(call -> {});
    }

    /** Pushes to tokyo while osaka is away. */
    private Rollout pushed() {
        away(osaka);
        var plan = process.plan("tokyo", "osaka");
        var rollout =
                process.rollouts().push(new PushPlan(plan.id(), "for all", Set.of(), Strategy.allAtOnce(), Away.QUEUE));
        process.work();
        return rollout;
    }

    private void minutePasses() {
        harness.jdbc.sql("update queued_push set due_at = clock_timestamp()").update();
        while (process.queueWorker().runDueOnce()) {
            while (process.planWorker().runDueOnce()) {}
            harness.jdbc
                    .sql(
                            "update queued_push set due_at = clock_timestamp() where status = 'PLANNED' and message not like '%approval%'")
                    .update();
            process.work();
        }
    }

    private Entry entry() {
        return process.queue().of(OSAKA).orElseThrow();
    }

    private List<String> told(String status) {
        return harness.jdbc
                .sql("""
                        select content ->> 'message' from rollout_event
                        where rollout_id is null and content ->> 'cluster' = 'osaka' and content ->> 'status' = :status
                        order by id desc""")
                .param("status", status)
                .query((row, number) -> row.getString(1))
                .list();
    }

    @Test
    void whatGivesNoAnswerIsLeftOutUnlessSomebodyQueuesIt() {
        away(osaka);
        var plan = process.plan("tokyo", "osaka");
        process.rollouts().push(plan.id(), "only those");
        assertThat(process.queue().all()).isEmpty();
    }

    @Test
    void aQueuedClusterGetsThePushByItselfWhenItAnswers() {
        var rollout = pushed();
        assertThat(rollout.targets()).extracting(Rollout.Target::cluster).containsExactly(TOKYO);
        assertThat(entry().rollout()).contains(rollout.id());
        assertThat(entry().status()).isEqualTo(Status.WAITING);
        assertThat(told(FleetEvent.PUSH_QUEUED)).first().isEqualTo("for all");

        minutePasses();
        assertThat(entry().tries()).isEqualTo(1);
        assertThat(entry().message()).isEqualTo("UNREACHABLE: The connection to the API server is refused.");
        assertThat(osaka.writes()).isEmpty();

        back(osaka);
        minutePasses();
        assertThat(process.queue().all()).isEmpty();
        assertThat(osaka.contents()).hasSameSizeAs(tokyo.contents());
        var newest = process.rollouts().page(null, 1).items().getFirst();
        assertThat(newest.reason()).isEqualTo("for all");
        assertThat(newest.createdBy()).isEqualTo(rollout.createdBy());
        assertThat(newest.status()).isEqualTo(Rollout.Status.SUCCEEDED);
        assertThat(told(FleetEvent.PUSH_UNQUEUED)).first().isEqualTo("It answered and is pushed.");
        assertThat(harness.events)
                .filteredOn(DeliveryEvent.class::isInstance)
                .extracting(event -> ((DeliveryEvent) event).action())
                .contains("delivery.push-queued", "delivery.queued-push-ended");
    }

    @Test
    void aClusterIsAskedAtMostOnceAMinute() {
        pushed();
        osaka.forgetCalls();
        assertThat(process.queueWorker().runDueOnce()).isFalse();
        harness.jdbc.sql("update queued_push set due_at = clock_timestamp()").update();
        assertThat(process.queueWorker().runDueOnce()).isTrue();
        assertThat(process.queueWorker().runDueOnce()).isFalse();
        assertThat(osaka.requests()).isEqualTo(1);
        var wait = harness.jdbc
                .sql("select extract(epoch from due_at - clock_timestamp()) from queued_push")
                .query(Double.class)
                .single();
        assertThat(wait).isBetween(55.0, 61.0);
    }

    @Test
    void aPlanOfOnlySilentClustersCanBeQueuedToo() {
        away(osaka);
        var plan = process.plan("osaka");
        assertThat(plan.status()).isEqualTo(Plan.Status.BLOCKED);
        assertThat(process.queue().queue(plan.id(), "later then", Strategy.allAtOnce()))
                .extracting(Entry::cluster)
                .containsExactly(OSAKA);
        back(osaka);
        minutePasses();
        assertThat(osaka.contents()).isNotEmpty();
        var answered = process.plan("tokyo");
        assertThatThrownBy(() -> process.queue().queue(answered.id(), "why", Strategy.allAtOnce()))
                .isInstanceOf(DomainException.Conflict.class)
                .hasMessageContaining("gave an answer");
    }

    @Test
    void aPipelineMayQueueToo() {
        away(osaka);
        var plan = process.plans()
                .create(List.of(OSAKA), Optional.of(new Intent("nightly", Strategy.allAtOnce(), Away.QUEUE)));
        while (process.planWorker().runDueOnce()) {}
        process.intentWorker().runDueOnce();
        assertThat(process.plans().get(plan.id()).intent()).contains("Queued until they answer: 1 of 1 clusters.");
        assertThat(entry().reason()).isEqualTo("nightly");
    }

    @Test
    void aConfigurationThatChangedSinceIsLeftToAPerson() {
        pushed();
        harness.configure("osaka", stack("osaka", "two", "prometheus:v3"));
        back(osaka);
        minutePasses();
        assertThat(entry().status()).isEqualTo(Status.STOPPED);
        assertThat(entry().message()).startsWith("The configuration changed since it was queued (generation ");
        assertThat(osaka.writes()).isEmpty();
        assertThat(told(FleetEvent.PUSH_STOPPED)).first().asString().startsWith("The configuration changed");
    }

    @Test
    void restartsAndDeletionsThatNobodyWasToldOfStopIt() {
        process.rollouts().push(process.plan("tokyo", "osaka").id(), "first");
        process.work();
        harness.configure(
                "tokyo",
                set(
                        DeliveryFixtures.namespace("tokyo"),
                        DeliveryFixtures.configMap("tokyo", "rules", "two"),
                        DeliveryFixtures.statefulSet("tokyo", "prometheus:v3", 3)));
        harness.configure("osaka", stack("osaka", "two", "prometheus:v4"));
        pushed();
        back(osaka);
        osaka.forgetCalls();
        minutePasses();
        assertThat(entry().message()).contains("StatefulSet", "would be restarted", "did not announce");
        assertThat(osaka.writes()).isEmpty();

        // A person looks at it and pushes: that ends the entry.
        var own = process.plan("osaka");
        process.rollouts().push(own.id(), "by hand");
        process.work();
        assertThat(process.queue().all()).isEmpty();
        assertThat(told(FleetEvent.PUSH_UNQUEUED)).first().isEqualTo("A newer push took over.");
    }

    @Test
    void restartsThatTheFirstPlanAnnouncedDoNotStopIt() {
        process.rollouts().push(process.plan("tokyo", "osaka").id(), "first");
        process.work();
        harness.configure("tokyo", stack("tokyo", "two", "prometheus:v4"));
        harness.configure("osaka", stack("osaka", "two", "prometheus:v4"));
        pushed();
        back(osaka);
        minutePasses();
        assertThat(process.queue().all()).isEmpty();
        assertThat(process.rollouts().page(null, 1).items().getFirst().status()).isEqualTo(Rollout.Status.SUCCEEDED);
    }

    @Test
    void itWaitsForApprovalLikeAnyPush() {
        var approvals = harness.approvals();
        pushed();
        var rule = approvals.add(new Approvals.Terms(new ResourceName("careful"), LabelSelector.everything(), 1, true));
        try {
            back(osaka);
            minutePasses();
            assertThat(entry().status()).isEqualTo(Status.PLANNED);
            assertThat(entry().message()).isEqualTo("Its plan waits for approval.");
            assertThat(osaka.writes()).isEmpty();
            approvals.approve(entry().followPlan().orElseThrow(), "fine");
            minutePasses();
            assertThat(process.queue().all()).isEmpty();
            assertThat(osaka.writes()).isNotEmpty();
        } finally {
            approvals.remove(rule.terms().name(), rule.version());
        }
    }

    @Test
    void anEntryEndsWhenItIsDroppedOrTooOldOrItsClusterIsGone() {
        pushed();
        process.queue().drop(OSAKA);
        assertThat(process.queue().all()).isEmpty();
        assertThat(told(FleetEvent.PUSH_UNQUEUED)).first().isEqualTo("Dropped by system.");
        assertThatThrownBy(() -> process.queue().drop(OSAKA)).isInstanceOf(DomainException.NotFound.class);

        var plan = process.plan("osaka");
        process.queue().queue(plan.id(), "once more", Strategy.allAtOnce());
        harness.clock.advance(PushQueue.LONGEST.plus(Duration.ofSeconds(1)));
        process.queueWorker().runDueOnce();
        assertThat(told(FleetEvent.PUSH_UNQUEUED)).first().asString().startsWith("It was waited for 7 days.");

        var last = process.plan("osaka");
        process.queue().queue(last.id(), "and again", Strategy.allAtOnce());
        requireNonNull(harness.fleet.remove("osaka"));
        minutePasses();
        assertThat(told(FleetEvent.PUSH_UNQUEUED)).first().isEqualTo("The cluster left the fleet.");
    }
}
