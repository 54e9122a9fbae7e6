package io.gauntlet.delivery;

import static io.gauntlet.delivery.DeliveryFixtures.set;
import static io.gauntlet.delivery.DeliveryFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.delivery.Rollout.TargetStatus;
import io.gauntlet.rendering.Kinds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** A push is stopped at every single point, as a killed process would be, and another process has to finish it, once. */
class DeliveryFaultIntegrationTests {

    private DeliveryHarness harness;

    @BeforeEach
    void start() {
        harness = new DeliveryHarness();
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    /** Ends a thread like a kill does: nothing after it runs. */
    private static final class Killed extends Error {

        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    /** Kills at one point, and at every later one, since a dead process does nothing more. */
    private static final class Killer {

        private final int at;
        private final AtomicInteger points = new AtomicInteger();

        Killer(int at) {
            this.at = at;
        }

        void point() {
            if (points.getAndIncrement() >= at) {
                throw new Killed();
            }
        }

        boolean reached() {
            return points.get() > at;
        }

        TransactionOperations around(TransactionOperations operations) {
            return new TransactionOperations() {
                @Override
                public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
                    point();
                    var result = operations.execute(action);
                    point();
                    return result;
                }
            };
        }
    }

    private void killed(DeliveryHarness.ControlPlane process) {
        // The thread of the target dies with the error; what it printed is not of interest.
        var before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {});
        try {
            process.rolloutWorker().runDueOnce();
        } catch (Killed expected) {
            assertThat(expected).hasMessage("killed");
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    private int sweep(java.util.function.Consumer<String> prepare, java.util.function.Function<String, Object> wanted) {
        for (var at = 0; ; at++) {
            var name = "c" + at;
            var api = harness.cluster(name);
            prepare.accept(name);
            var killer = new Killer(at);
            var doomed = harness.process(killer::around);
            var calm = harness.process();
            var rollout = calm.rollouts().push(calm.plan(name).id(), "because");
            api.forgetCalls();
            api.fault(call -> {
                if (!"get".equals(call.verb())) {
                    killer.point();
                }
            });
            killed(doomed);
            api.fault(call -> {});
            harness.leasesRunOut();
            calm.work();
            assertThat(calm.rollouts().get(rollout.id()).status())
                    .as("killed at point %d: %s", at, calm.rollouts().get(rollout.id()))
                    .isEqualTo(Rollout.Status.SUCCEEDED);
            assertThat(api.contents()).as("killed at point %d", at).isEqualTo(wanted.apply(name));
            assertThat(api.writes()).as("killed at point %d", at).doesNotHaveDuplicates();
            assertThat(calm.plan(name).status()).as("killed at point %d", at).isEqualTo(Plan.Status.EMPTY);
            if (!killer.reached()) {
                return at;
            }
        }
    }

    private Object contentsAfterCalmPush(String name) {
        var twin = new MemoryCluster();
        for (var manifest :
                java.util.Objects.requireNonNull(harness.rendered.get(name)).manifests()) {
            twin.apply(new io.gauntlet.cluster.ApplyRequest(
                    manifest.ref(), manifest.json(), java.util.Optional.empty(), false, false));
        }
        return twin.contents();
    }

    @Test
    void aFirstPushIsFinishedFromEveryPoint() {
        var points = sweep(
                name -> harness.configure(name, stack(name, "one", "prometheus:v3")), this::contentsAfterCalmPush);
        // Six objects before and after, five steps, the claim and the end, each before and after its transaction.
        assertThat(points).isGreaterThan(20);
    }

    @Test
    void aChangeWithDeletesIsFinishedFromEveryPoint() {
        var points = sweep(
                name -> {
                    harness.configure(name, stack(name, "one", "prometheus:v3"));
                    var process = harness.process();
                    process.rollouts().push(process.plan(name).id(), "first");
                    process.work();
                    harness.configure(
                            name,
                            set(
                                    DeliveryFixtures.namespace(name),
                                    DeliveryFixtures.configMap(name, "rules", "two"),
                                    DeliveryFixtures.configMap(name, "more", "two"),
                                    DeliveryFixtures.statefulSet(name, "prometheus:v4", 3)));
                },
                this::contentsAfterCalmPush);
        assertThat(points).isGreaterThan(15);
    }

    @Test
    void anAnswerThatWasLostIsRecognised() {
        var tokyo = harness.cluster("tokyo");
        harness.configure("tokyo", stack("tokyo", "one", "prometheus:v3"));
        var process = harness.process();
        var rollout = process.rollouts().push(process.plan("tokyo").id(), "because");
        var lost = new HashSet<String>();
        tokyo.fault(call -> {
            // The first answer for each object gets lost after the API server has stored it.
            if (call.answered() && lost.add(call.ref().toString())) {
                throw new ClusterCallException(Failure.UNREACHABLE, "connection reset");
            }
        });
        for (var i = 0; i < 200 && process.rollouts().get(rollout.id()).status() == Rollout.Status.RUNNING; i++) {
            process.work();
        }
        assertThat(process.rollouts().get(rollout.id()).status()).isEqualTo(Rollout.Status.SUCCEEDED);
        assertThat(tokyo.writes()).doesNotHaveDuplicates().hasSize(6);
    }

    @Test
    void aWorkerWhoseClaimWasTakenOverWritesNothingMore() {
        var tokyo = harness.cluster("tokyo");
        harness.configure("tokyo", stack("tokyo", "one", "prometheus:v3"));
        var slow = harness.process();
        var other = harness.process();
        var rollout = slow.rollouts().push(slow.plan("tokyo").id(), "because");
        var taken = new AtomicInteger();
        tokyo.fault(call -> {
            if ("apply".equals(call.verb()) && call.answered() && taken.getAndIncrement() == 0) {
                // While the first worker stands still, its lease runs out and another one does everything.
                harness.leasesRunOut();
                other.work();
            }
        });
        slow.rolloutWorker().runDueOnce();
        assertThat(slow.rollouts().get(rollout.id()).status()).isEqualTo(Rollout.Status.SUCCEEDED);
        assertThat(tokyo.writes()).doesNotHaveDuplicates().hasSize(6);
        var epochs = harness.jdbc
                .sql("select epoch from rollout_target")
                .query(Long.class)
                .list();
        assertThat(epochs).containsExactly(2L);
    }

    @Test
    void aLostLeaseIsNoticedByTheHeartbeat() {
        harness.cluster("tokyo");
        harness.configure("tokyo", stack("tokyo", "one", "prometheus:v3"));
        var process = harness.process();
        var plan = process.plan("tokyo");
        process.rollouts().push(plan.id(), "because");
        var renewed = new AtomicReference<List<String>>();
        var api = java.util.Objects.requireNonNull(harness.apis.get(
                java.util.Objects.requireNonNull(harness.fleet.get("tokyo")).id()));
        api.fault(call -> {
            if (Kinds.NAMESPACE.equals(call.ref().type()) && call.answered()) {
                harness.jdbc.sql("update rollout_target set epoch = epoch + 1").update();
                process.rolloutWorker().renew();
                renewed.set(api.writes());
            }
        });
        process.rolloutWorker().runDueOnce();
        assertThat(renewed.get()).hasSize(1);
        assertThat(api.writes()).hasSize(1);
    }

    @Test
    void twoProcessesClaimThousandsOfTargetsOnceEach() throws InterruptedException {
        for (var i = 0; i < 2000; i++) {
            var name = "c" + i;
            harness.cluster(name);
            harness.rendered.put(
                    name, set(DeliveryFixtures.namespace(name), DeliveryFixtures.configMap(name, "rules", "one")));
        }
        var first = harness.process();
        var second = harness.process();
        var plan = first.plan(harness.fleet.keySet().toArray(String[]::new));
        var rollout = first.rollouts().push(plan.id(), "because");
        var threads = new ArrayList<Thread>();
        for (var process : List.of(first, second)) {
            threads.add(Thread.ofVirtual().start(process::work));
        }
        for (var thread : threads) {
            thread.join();
        }
        var ended = first.rollouts().get(rollout.id());
        assertThat(ended.status()).isEqualTo(Rollout.Status.SUCCEEDED);
        assertThat(ended.targets()).extracting(Rollout.Target::status).containsOnly(TargetStatus.SUCCEEDED);
        assertThat(harness.apis.values())
                .allSatisfy(api -> assertThat(api.writes()).hasSize(2));
        assertThat(harness.jdbc
                        .sql("select max(epoch) from rollout_target")
                        .query(Long.class)
                        .single())
                .isEqualTo(1L);
    }

    @Test
    void aPlanWhoseWorkerDiedIsComputedByTheNextOne() {
        harness.cluster("tokyo");
        harness.configure("tokyo", stack("tokyo", "one", "prometheus:v3"));
        var killer = new Killer(0);
        var doomed = harness.process(killer::around);
        var calm = harness.process();
        var plan = calm.plans().create(List.of(new io.gauntlet.kernel.ResourceName("tokyo")));
        try {
            doomed.planWorker().runDueOnce();
        } catch (Killed expected) {
            assertThat(expected).hasMessage("killed");
        }
        assertThat(calm.plans().get(plan.id()).status()).isEqualTo(Plan.Status.COMPUTING);
        assertThat(calm.planWorker().runDueOnce()).isFalse();
        harness.leasesRunOut();
        assertThat(calm.planWorker().runDueOnce()).isTrue();
        assertThat(calm.plans().get(plan.id()).status()).isEqualTo(Plan.Status.READY);
    }
}
