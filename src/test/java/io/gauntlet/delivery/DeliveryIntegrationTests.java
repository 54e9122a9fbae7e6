package io.gauntlet.delivery;

import static io.gauntlet.delivery.DeliveryFixtures.CANARY;
import static io.gauntlet.delivery.DeliveryFixtures.ref;
import static io.gauntlet.delivery.DeliveryFixtures.set;
import static io.gauntlet.delivery.DeliveryFixtures.stack;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.delivery.Plan.Status;
import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.rendering.Kinds;
import io.gauntlet.rendering.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryIntegrationTests {

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

    private Rollout push(Plan plan) {
        var rollout = process.rollouts().push(plan.id(), "because");
        process.work();
        return process.rollouts().get(rollout.id());
    }

    private List<PlannedObject> objects(Plan plan, Action action) {
        return process.plans()
                .objects(new Plans.ObjectsOf(plan.id(), null, action, null, 500))
                .items();
    }

    @Test
    void firstPushCreatesEverythingAndTheSecondPlanIsEmpty() {
        var plan = process.plan("tokyo");
        assertThat(plan.status()).isEqualTo(Status.READY);
        assertThat(plan.summary()).isEqualTo(new Plan.Summary(6, 0, 0, 0, 0));
        assertThat(tokyo.writes()).isEmpty();

        var rollout = push(plan);
        assertThat(rollout.status()).isEqualTo(Rollout.Status.SUCCEEDED);
        assertThat(rollout.targets().getFirst().done()).isEqualTo(6);
        assertThat(tokyo.contents()).hasSize(6);
        assertThat(tokyo.writes().getFirst()).contains("Namespace");
        assertThat(tokyo.writes().getLast()).contains("StatefulSet");

        tokyo.forgetCalls();
        var again = process.plan("tokyo");
        assertThat(again.status()).isEqualTo(Status.EMPTY);
        assertThat(tokyo.writes()).isEmpty();
        // Only lists: what is known to be in effect is not asked for again.
        assertThat(tokyo.requests()).isEqualTo(Kinds.all().size());
        assertThatThrownBy(() -> process.rollouts().push(again.id(), "because"))
                .isInstanceOf(DomainException.Conflict.class);
    }

    @Test
    void boardFollowsChangesAndPushes() {
        assertThat(process.board().unpushedClusters()).isEqualTo(1);
        assertThat(process.board().unpushed(null, 10).items().getFirst().causes())
                .containsExactly("rules of tokyo changed");
        push(process.plan());
        assertThat(process.board().unpushedClusters()).isZero();
        var id = requireNonNull(harness.fleet.get("tokyo")).id();
        var state = requireNonNull(process.board().states(List.of(id)).get(id));
        assertThat(state.revision()).contains(1);
        assertThat(state.unpushed()).isFalse();
    }

    @Test
    void onlyWhatChangedIsApplied() {
        push(process.plan("tokyo"));
        tokyo.forgetCalls();
        harness.configure("tokyo", stack("tokyo", "two", "prometheus:v3"));
        var plan = process.plan("tokyo");
        assertThat(plan.summary()).isEqualTo(new Plan.Summary(0, 1, 0, 5, 0));
        assertThat(objects(plan, Action.CHANGE).getFirst().diff().orElseThrow())
                .contains("-  a.yml: one", "+  a.yml: two");
        push(plan);
        assertThat(tokyo.writes()).containsExactly("apply ConfigMap monitoring/rules");
    }

    @Test
    void objectsThatAreNotRenderedAnyMoreAreDeletedLastButNamespacesStay() {
        push(process.plan("tokyo"));
        tokyo.forgetCalls();
        harness.configure("tokyo", set(DeliveryFixtures.configMap("tokyo", "other", "one")));
        var plan = process.plan("tokyo");
        assertThat(plan.summary()).isEqualTo(new Plan.Summary(1, 0, 5, 0, 0));
        assertThat(push(plan).status()).isEqualTo(Rollout.Status.SUCCEEDED);
        assertThat(tokyo.writes().getFirst()).isEqualTo("apply ConfigMap monitoring/other");
        assertThat(tokyo.writes().get(1)).isEqualTo("delete StatefulSet monitoring/prometheus");
        assertThat(tokyo.contents().keySet()).containsExactly("ConfigMap monitoring/other", "Namespace monitoring");
    }

    @Test
    void aStatusThatMovesIsNoChange() {
        push(process.plan("tokyo"));
        tokyo.status(ref(Kinds.STATEFUL_SET, "prometheus"), "3 ready");
        assertThat(process.plan("tokyo").status()).isEqualTo(Status.EMPTY);

        harness.configure("tokyo", stack("tokyo", "one", "prometheus:v4"));
        var plan = process.plan("tokyo");
        assertThat(objects(plan, Action.CHANGE).getFirst().restarts()).isTrue();
        tokyo.status(ref(Kinds.STATEFUL_SET, "prometheus"), "2 ready");
        assertThat(push(plan).status()).isEqualTo(Rollout.Status.SUCCEEDED);
    }

    @Test
    void anObjectThatMovedSinceThePlanStopsItsCluster() {
        push(process.plan("tokyo"));
        harness.configure("tokyo", stack("tokyo", "two", "prometheus:v3"));
        var plan = process.plan("tokyo");
        tokyo.edit(ref(Kinds.CONFIG_MAP, "rules"), "/data/b.yml", "by hand");
        tokyo.forgetCalls();
        var rollout = push(plan);
        assertThat(rollout.status()).isEqualTo(Rollout.Status.FAILED);
        assertThat(rollout.targets().getFirst().message())
                .contains("ConfigMap monitoring/rules", "changed since the plan", "hand");
        assertThat(tokyo.writes()).isEmpty();
    }

    @Test
    void aConfigurationThatMovedSinceThePlanIsRefusedByName() {
        var plan = process.plan("tokyo");
        harness.configure("tokyo", stack("tokyo", "two", "prometheus:v3"));
        assertThatThrownBy(() -> process.rollouts().push(plan.id(), "because"))
                .isInstanceOf(DomainException.Conflict.class)
                .hasMessageContaining("tokyo")
                .hasMessageContaining("configuration changed");
    }

    @Test
    void renderedBytesThatMovedSinceThePlanAreRefused() {
        var plan = process.plan("tokyo");
        harness.rendered.put("tokyo", stack("tokyo", "other program", "prometheus:v3"));
        assertThatThrownBy(() -> process.rollouts().push(plan.id(), "because"))
                .hasMessageContaining("not those of the plan");
    }

    @Test
    void anExpiredPlanIsRefused() {
        var plan = process.plan("tokyo");
        harness.clock.advance(Duration.ofHours(2));
        assertThatThrownBy(() -> process.rollouts().push(plan.id(), "because")).hasMessageContaining("expired");
    }

    @Test
    void foreignObjectsNeedATakeOver() {
        tokyo.create(
                ref(Kinds.NAMESPACE, "monitoring"), "{\"kind\":\"Namespace\",\"metadata\":{\"name\":\"monitoring\"}}");
        tokyo.create(
                ref(Kinds.CONFIG_MAP, "rules"),
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"rules\"},\"data\":{\"x\":\"1\"}}");
        var plan = process.plan("tokyo");
        assertThat(plan.status()).isEqualTo(Status.BLOCKED);
        assertThatThrownBy(() -> process.rollouts().push(plan.id(), "because"))
                .isInstanceOf(DomainException.Conflict.class);
        var conflict = objects(plan, Action.CONFLICT).getFirst();
        var rollout = process.rollouts()
                .push(new Rollouts.PushPlan(plan.id(), "ours now", Set.of(conflict.id()), Strategy.allAtOnce()));
        process.work();
        assertThat(process.rollouts().get(rollout.id()).status()).isEqualTo(Rollout.Status.SUCCEEDED);
        assertThat(requireNonNull(tokyo.contents().get("ConfigMap monitoring/rules"))
                        .at("/data/x")
                        .asString())
                .isEqualTo("1");
    }

    @Test
    void fieldsOfOthersAreNamed() {
        push(process.plan("tokyo"));
        tokyo.edit(ref(Kinds.CONFIG_MAP, "rules"), "/data/a.yml", "by hand");
        var plan = process.plan("tokyo");
        var conflict = objects(plan, Action.CONFLICT).getFirst();
        assertThat(conflict.conflicts().getFirst().manager()).isEqualTo("hand");
        assertThat(conflict.diff().orElseThrow()).contains("-  a.yml: by hand", "+  a.yml: one");
    }

    @Test
    void oneClusterThatIsDownLeavesTheOthersAlone() {
        var osaka = harness.cluster("osaka");
        harness.configure("osaka", stack("osaka", "one", "prometheus:v3"));
        osaka.fault(call -> {
            throw new ClusterCallException(Failure.UNREACHABLE, "connection refused");
        });
        var plan = process.plan("osaka", "tokyo");
        assertThat(plan.status()).isEqualTo(Status.READY);
        assertThat(plan.clusters().getFirst().message()).contains("connection refused");
        var rollout = push(plan);
        assertThat(rollout.targets()).extracting(Rollout.Target::cluster).containsExactly(new ResourceName("tokyo"));
        assertThat(rollout.status()).isEqualTo(Rollout.Status.SUCCEEDED);
    }

    @Test
    void aRejectedObjectBlocksItsClusterOnly() {
        harness.cluster("osaka");
        var namespace = DeliveryFixtures.namespace("osaka");
        harness.configure("osaka", set(namespace));
        push(process.plan("osaka"));
        harness.configure(
                "osaka",
                set(
                        namespace,
                        DeliveryFixtures.object(
                                "osaka", Kinds.SERVICE, "bad", Phase.SERVICES, ",\"spec\":{\"poison\":true}")));
        var plan = process.plan("osaka", "tokyo");
        assertThat(plan.status()).isEqualTo(Status.READY);
        assertThat(objects(plan, Action.REJECTED).getFirst().message()).contains("spec.poison");
        assertThat(push(plan).targets()).hasSize(1);
    }

    @Test
    void aClusterThatStumblesIsTriedAgainAndThrottlingIsObeyed() {
        var plan = process.plan("tokyo");
        var left = new java.util.concurrent.atomic.AtomicInteger(3);
        tokyo.fault(call -> {
            if ("apply".equals(call.verb()) && !call.answered() && left.getAndDecrement() > 0) {
                throw new ClusterCallException(
                        Failure.THROTTLED, "slow down", java.util.Optional.of(Duration.ofMillis(1)));
            }
        });
        var rollout = process.rollouts().push(plan.id(), "because");
        for (var i = 0; i < 50 && process.rollouts().get(rollout.id()).status() == Rollout.Status.RUNNING; i++) {
            process.work();
        }
        assertThat(process.rollouts().get(rollout.id()).status()).isEqualTo(Rollout.Status.SUCCEEDED);
        assertThat(tokyo.writes()).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void equalChangesOfSeveralClustersAreFolded() {
        for (var name : List.of("kobe", "nara")) {
            harness.cluster(name);
            harness.configure(name, stack(name, "one", "prometheus:v3"));
        }
        push(process.plan("kobe", "nara", "tokyo"));
        for (var name : List.of("kobe", "nara", "tokyo")) {
            harness.configure(name, stack(name, "two", "prometheus:v3"));
        }
        var plan = process.plan("kobe", "nara", "tokyo");
        var changes = process.plans().changes(plan.id());
        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().count()).isEqualTo(3);
        assertThat(changes.getFirst().clusters())
                .extracting(ResourceName::value)
                .containsExactly("kobe", "nara", "tokyo");
    }

    @Test
    void secretsAreNeitherInDiffsNorInTheDatabase() {
        push(process.plan("tokyo"));
        harness.configure(
                "tokyo",
                set(DeliveryFixtures.namespace("tokyo"), DeliveryFixtures.secret("tokyo", "bucket", CANARY + "-2")));
        var plan = process.plan("tokyo");
        var changed = objects(plan, Action.CHANGE).getFirst();
        assertThat(changed.diff().orElseThrow()).contains("(secret, changed)").doesNotContain("canary");
        assertThat(process.plans()
                        .objects(new Plans.ObjectsOf(plan.id(), null, null, null, 500))
                        .toString())
                .doesNotContain("canary");
        var dump = harness.jdbc.sql("""
                select string_agg(t, ' ') from (select blob::text as t from blob union all select plan_diff::text from plan_diff
                union all select plan_object::text from plan_object union all select convert_from(content, 'UTF8') from blob) x
                """).query(String.class).single();
        assertThat(dump).doesNotContain("canary");
    }

    @Test
    void eventsAreReplayedInOrderAndEndWithTheRollout() {
        var rollout = push(process.plan("tokyo"));
        var events = process.rollouts().events(rollout.id(), 0);
        assertThat(events.getLast().ended()).isTrue();
        assertThat(events).extracting(RolloutEvent::id).isSorted();
        assertThat(process.rollouts()
                        .events(rollout.id(), events.get(events.size() - 2).id()))
                .containsExactly(events.getLast());
        assertThat(harness.events.stream().map(Object::toString).collect(Collectors.joining()))
                .contains(
                        "delivery.planned",
                        "delivery.pushed",
                        "delivery.target-succeeded",
                        "delivery.rollout-succeeded");
    }

    @Test
    void anAbortedRolloutStartsNothingMore() {
        var rollout = process.rollouts().push(process.plan("tokyo").id(), "because");
        process.rollouts().abort(rollout.id());
        process.work();
        assertThat(process.rollouts().get(rollout.id()).status()).isEqualTo(Rollout.Status.ABORTED);
        assertThat(tokyo.writes()).isEmpty();
    }

    @Test
    void aNewerPushTakesOverFromOneThatWaits() {
        var first = process.rollouts().push(process.plan("tokyo").id(), "because");
        harness.configure("tokyo", stack("tokyo", "two", "prometheus:v3"));
        var second = process.rollouts().push(process.plan("tokyo").id(), "newer");
        process.work();
        assertThat(process.rollouts().get(first.id()).status()).isEqualTo(Rollout.Status.ABORTED);
        assertThat(process.rollouts().get(second.id()).status()).isEqualTo(Rollout.Status.SUCCEEDED);
    }
}
