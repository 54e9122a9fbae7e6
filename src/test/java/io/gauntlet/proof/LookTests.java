package io.gauntlet.proof;

import static io.gauntlet.proof.ProofFixtures.CLUSTER;
import static io.gauntlet.proof.ProofFixtures.replica;
import static io.gauntlet.proof.ProofFixtures.state;
import static io.gauntlet.proof.ProofFixtures.states;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.proof.Report.Replica;
import io.gauntlet.proof.Report.State;
import io.gauntlet.support.SettableClock;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How replicas are judged by what their pods and programs show. */
class LookTests {

    private final Expectation before = ProofFixtures.tutorial();
    private final Expectation after = ProofFixtures.changedRules();
    private final FakeStack stack = new FakeStack(before);
    private final PodProofs proofs = new PodProofs(cluster -> stack, SettableClock.atNoon());

    private Report look(Expectation expected) {
        return proofs.look(CLUSTER, expected, Baseline.unknown());
    }

    @Test
    void aStackThatRunsWhatIsExpectedIsProven() {
        var report = look(before);
        assertThat(report.complete()).isTrue();
        assertThat(states(report, "prometheus")).containsExactly(State.LOADED, State.LOADED, State.LOADED);
        assertThat(report.replicas())
                .extracting(Replica::pod)
                .contains("alertmanager-0", "thanos-rule-1", "thanos-query-0", "grafana-0", "node-exporter");
    }

    @Test
    void everyProgramStillRunsTheOldRulesAfterAnApply() {
        var report = look(after);
        assertThat(states(report, "prometheus")).containsOnly(State.APPLIED);
        assertThat(states(report, "ruler")).containsOnly(State.APPLIED);
        assertThat(states(report, "alertmanager")).containsOnly(State.LOADED);
        assertThat(replica(report, "prometheus-0").detail()).startsWith("lacks late-");
        assertThat(report.complete()).isFalse();
    }

    @Test
    void aReplicaThatLoadedIsToldFromItsPeers() {
        stack.load(after, "prometheus-1");
        assertThat(states(look(after), "prometheus")).containsExactly(State.APPLIED, State.LOADED, State.APPLIED);
    }

    @Nested
    class Pods {

        @Test
        void areMissingWhereThereAreNone() {
            stack.remove("Pod/prometheus-2");
            stack.remove("Pod/thanos-query-0");
            var report = look(before);
            assertThat(state(report, "prometheus-2")).isEqualTo(State.MISSING);
            assertThat(states(report, "querier")).contains(State.MISSING);
            assertThat(report.complete()).isFalse();
        }

        @Test
        void thatAreBeingDeletedAreNotThere() {
            stack.object("Pod/alertmanager-0").withObject("metadata").put("deletionTimestamp", "2026-11-25T07:00:00Z");
            assertThat(state(look(before), "alertmanager-0")).isEqualTo(State.MISSING);
        }

        @Test
        void ofAnOlderTemplateNeverCount() {
            stack.object("Pod/prometheus-1")
                    .withObject("metadata")
                    .withObject("labels")
                    .put("controller-revision-hash", "older");
            assertThat(replica(look(before), "prometheus-1"))
                    .isEqualTo(new Replica("prometheus", "prometheus-1", State.STARTING, "is of an older template"));
        }

        @Test
        void doNotCountBeforeTheirControllerHasSeenTheNewestTemplate() {
            stack.object("StatefulSet/alertmanager").withObject("metadata").put("generation", 4);
            var report = look(before);
            assertThat(states(report, "alertmanager")).containsOnly(State.STARTING);
            assertThat(ProofFixtures.gate(report, "workloads").detail())
                    .isEqualTo("alertmanager was not taken up by its controller yet");
        }

        @Test
        void thatAreNotReadySayWhyInTheWordsOfTheirProgram() {
            stack.notReady("alertmanager-1");
            var status = stack.containerStatuses("alertmanager-1").addObject().put("name", "alertmanager");
            status.putObject("state")
                    .putObject("waiting")
                    .put("reason", "CrashLoopBackOff")
                    .put("message", "back-off");
            status.putObject("lastState")
                    .putObject("terminated")
                    .put("message", "err=\"undefined receiver \\\"nobody\\\" used in route\"\n");
            assertThat(replica(look(before), "alertmanager-1"))
                    .extracting(Replica::state, Replica::detail)
                    .containsExactly(
                            State.STARTING,
                            "alertmanager CrashLoopBackOff err=\"undefined receiver \\\"nobody\\\" used in route\"");
        }

        @Test
        void ofADeploymentCountOnlyWhenTheWholeHasRolledOut() {
            stack.status("Deployment/thanos-query").put("updatedReplicas", 1);
            var report = look(before);
            assertThat(states(report, "querier")).containsOnly(State.STARTING);
            assertThat(replica(report, "thanos-query-0").detail()).startsWith("thanos-query: 1 of ");
        }

        @Test
        void ofANodeThatIsDownDoNotStopADaemonSetOfMany() {
            stack.status("DaemonSet/node-exporter").put("numberReady", 38);
            assertThat(replica(look(before), "node-exporter").detail()).isEqualTo("38 of 40 nodes");
            stack.status("DaemonSet/node-exporter").put("numberReady", 37);
            assertThat(state(look(before), "node-exporter")).isEqualTo(State.STARTING);
        }

        @Test
        void onEveryNodeAreNotListed() {
            look(before);
            assertThat(stack.asked).noneMatch(question -> question.startsWith("node-exporter"));
            assertThat(look(before).replicas()).extracting(Replica::component).containsOnlyOnce("node-exporter");
        }
    }

    @Nested
    class Programs {

        @Test
        void thatRunOtherFilesBesidesHaveNotLoadedWhatWasApplied() {
            var files = ((Expectation.Evidence.RulerFiles)
                            before.of("ruler").getFirst().evidence())
                    .rules();
            var more = new java.util.TreeSet<>(files);
            more.add("zombie-0123456789.yaml");
            stack.says("thanos-rule-0", "/api/v1/rules", FakeStack.rules("/etc/thanos/rules/", more));
            assertThat(replica(look(before), "thanos-rule-0"))
                    .extracting(Replica::state, Replica::detail)
                    .containsExactly(State.APPLIED, "still runs zombie-0123456789.yaml");
        }

        @Test
        void thatRunTheRightFilesByChanceHaveNotLoadedThem() {
            stack.says(
                    "prometheus-0",
                    "/api/v1/status/runtimeinfo",
                    "{'status':'success','data':{'reloadConfigSuccess':false}}");
            stack.says("thanos-rule-0", "/metrics", "thanos_rule_config_last_reload_successful 0\n");
            var hash = ((Expectation.Evidence.ConfigHash)
                            before.of("alertmanager").getFirst().evidence())
                    .hash();
            stack.says("alertmanager-0", "/metrics", FakeStack.hash(hash, 0));
            var report = look(before);
            assertThat(state(report, "prometheus-0")).isEqualTo(State.APPLIED);
            assertThat(state(report, "thanos-rule-0")).isEqualTo(State.APPLIED);
            assertThat(state(report, "alertmanager-0")).isEqualTo(State.APPLIED);
        }

        @Test
        void withAnotherHashRunWhatTheyRanBefore() {
            stack.says("alertmanager-2", "/metrics", FakeStack.hash(90778275659386L, 1));
            assertThat(replica(look(before), "alertmanager-2"))
                    .extracting(Replica::state, Replica::detail)
                    .containsExactly(State.APPLIED, "runs the configuration with hash 90778275659386");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "null",
                    "[]",
                    "{}",
                    "<html>",
                    "{\"status\":\"success\"}",
                    "{\"status\":\"success\",\"data\":[1]}",
                    "{\"status\":\"success\",\"data\":{\"yaml\":\"\",\"groups\":{}}}",
                    "{\"status\":\"error\",\"data\":{\"yaml\":\"rule_files:\\n- /etc/prometheus/revision/x*\"}}",
                    "alertmanager_config_hash NaN\n",
                    "alertmanager_config_hash 1.5\n",
                    "alertmanager_config_hash\n",
                    "alertmanager_config_hash +Inf\n",
                    "x_alertmanager_config_hash 1\n",
                    "alertmanager_config_hash{a=\"b\"} 1\n"
                })
        void thatAnswerOddlyHaveShownNothing(String odd) {
            for (var pod : Set.of("prometheus-0", "alertmanager-0", "thanos-rule-0")) {
                for (var path : Set.of("/api/v1/status/config", "/api/v1/rules", "/metrics")) {
                    stack.says(pod, path, 200, odd);
                }
            }
            var report = look(before);
            assertThat(Set.of("prometheus-0", "alertmanager-0", "thanos-rule-0"))
                    .allSatisfy(pod -> {
                        assertThat(state(report, pod)).isEqualTo(State.APPLIED);
                        assertThat(replica(report, pod).detail()).startsWith("does not tell");
                    });
        }

        @ParameterizedTest
        @EnumSource(names = {"SERVER_ERROR", "BAD_ANSWER", "TIMEOUT"})
        void thatTheProxyDoesNotReachHaveShownNothing(Failure failure) {
            stack.fails("prometheus-0", "/api/v1/status/config", failure);
            stack.fails("alertmanager-0", "/metrics", failure);
            var report = look(before);
            assertThat(state(report, "prometheus-0")).isEqualTo(State.APPLIED);
            assertThat(state(report, "alertmanager-0")).isEqualTo(State.APPLIED);
            assertThat(state(report, "prometheus-1")).isEqualTo(State.LOADED);
        }

        @Test
        void areNotBlamedForAnApiServerWithoutAnAnswer() {
            stack.fails("prometheus-0", "/api/v1/status/config", Failure.UNREACHABLE);
            var failed = catchThrowableOfType(ClusterCallException.class, () -> look(before));
            assertThat(failed.failure()).isEqualTo(Failure.UNREACHABLE);
        }

        @Test
        void cannotWriteOnThePageWhatTheyWant() {
            stack.says(
                    "prometheus-0",
                    "/api/v1/status/config",
                    FakeStack.config("\\u001b[31m\\u202e<b>" + "x".repeat(5_000)));
            assertThat(replica(look(before), "prometheus-0").detail())
                    .hasSizeLessThanOrEqualTo(500)
                    .startsWith("runs revision [31m <b>xxx")
                    .doesNotContain("\u001b", "\u202e");
        }

        @Test
        void areAskedTwoOrThreeShortQuestionsEach() {
            look(after);
            assertThat(stack.asked)
                    .filteredOn(question -> question.startsWith("prometheus-0"))
                    .hasSize(2);
            assertThat(stack.asked)
                    .filteredOn(question -> question.startsWith("alertmanager-0"))
                    .hasSize(1);
            assertThat(stack.asked)
                    .filteredOn(question -> question.startsWith("thanos-query"))
                    .isEmpty();
        }
    }
}
