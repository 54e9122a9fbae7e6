package io.gauntlet.proof;

import static io.gauntlet.proof.ProofFixtures.CLUSTER;
import static io.gauntlet.proof.ProofFixtures.replica;
import static io.gauntlet.proof.ProofFixtures.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.proof.Expectation.Evidence.PrometheusFiles;
import io.gauntlet.proof.Report.Replica;
import io.gauntlet.proof.Report.State;
import io.gauntlet.support.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How configuration is brought to programs, and what their refusals are worth. */
class AdvanceTests {

    private static final String LOG = """
            time=2026-11-25T07:39:17.094Z level=ERROR msg="loading groups failed" err="an older attempt"
            time=2026-11-25T07:39:18.312Z level=INFO source=main.go:1690 msg="Loading configuration file" filename=x
            time=2026-11-25T07:39:18.312Z level=ERROR msg="loading groups failed" component="rule manager" err="%s: 1:49: \
            group \\"worse\\", rule 1, \\"B\\": could not parse expression"
            time=2026-11-25T07:39:18.312Z level=ERROR msg="Failed to apply configuration" err="error loading rules"
            """;

    private static final String RULER_LOG = """
            ts=2026-11-25T07:44:32Z caller=rule.go:1100 level=info component=rules msg="reload rule files" numFiles=1
            ts=2026-11-25T07:44:32Z caller=handler.go:87 level=error msg="loading groups failed" \
            err="/var/thanos/rule/.tmp-rules/ABORT/etc/thanos/rules/fleet-edeebaced8.yaml: 5:11: group \\"fleet\\", rule 1, \
            \\"A\\": could not parse expression"
            ts=2026-11-25T07:44:32Z caller=rule.go:723 level=error msg="reload rules by webhandler failed" \
            err="reloading rules failed: strategy ABORT, update rules: error loading rules, previous rule set restored"
            """;

    private static final String FAILED_RELOAD = "thanos_rule_config_last_reload_successful 0\n";
    private static final String NOT_RELOADED = "{'status':'success','data':{'reloadConfigSuccess':false}}";

    private final SettableClock clock = SettableClock.atNoon();
    private final Expectation before = ProofFixtures.tutorial();
    private final Expectation after = ProofFixtures.changedRules();
    private final FakeStack stack = new FakeStack(before);
    private final PodProofs proofs = new PodProofs(cluster -> stack, clock);

    private Report look() {
        return proofs.look(CLUSTER, after, Baseline.unknown());
    }

    private void advance() {
        proofs.advance(CLUSTER, after, look());
    }

    /** Looks and advances each second, like a rollout. */
    private void pass(int seconds) {
        for (var second = 0; second < seconds; second++) {
            advance();
            clock.advance(Duration.ofSeconds(1));
        }
    }

    private String ruleFile() {
        return ((PrometheusFiles) after.of("prometheus").getFirst().evidence())
                .rules().stream()
                        .filter(file -> file.startsWith("late-"))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void nothingIsTouchedWhereEverythingIsLoaded() {
        proofs.advance(CLUSTER, before, proofs.look(CLUSTER, before, Baseline.unknown()));
        assertThat(stack.patched).isEmpty();
        assertThat(stack.reloaded).isEmpty();
    }

    @Nested
    class Touching {

        @Test
        void annotatesEachPodThatIsBehindAndNothingElse() {
            advance();
            assertThat(stack.patched)
                    .hasSize(5)
                    .anySatisfy(patch -> assertThat(patch)
                            .isEqualTo(
                                    "prometheus-0 uid-prometheus-0 {\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":"
                                            + "{\"name\":\"prometheus-0\",\"namespace\":\"monitoring\",\"annotations\":"
                                            + "{\"gauntlet.io/renew-files\":\"" + after.digest() + "-"
                                            + clock.instant().getEpochSecond() + "\"}}}"));
            assertThat(stack.patched).noneMatch(patch -> patch.startsWith("alertmanager"));
        }

        @Test
        void isNotRepeatedForThirtySeconds() {
            pass(30);
            assertThat(stack.patched).hasSize(5);
            pass(1);
            assertThat(stack.patched).hasSize(10);
            assertThat(stack.patched).doesNotHaveDuplicates();
        }

        @Test
        void leavesPodsAloneThatStartOrAreOfAnOlderTemplate() {
            stack.notReady("prometheus-0");
            stack.object("Pod/prometheus-1")
                    .withObject("metadata")
                    .withObject("labels")
                    .put("controller-revision-hash", "older");
            var report = look();
            assertThat(report.replicas())
                    .filteredOn(one -> one.state() == State.STARTING)
                    .hasSize(2);
            advance();
            assertThat(stack.patched).noneMatch(patch -> patch.startsWith("prometheus-0"));
            assertThat(stack.patched).noneMatch(patch -> patch.startsWith("prometheus-1"));
        }

        @Test
        void isLeftToKubeletWhereTheRightIsMissing() {
            stack.forbids("patch");
            advance();
            assertThat(replica(look(), "thanos-rule-0"))
                    .extracting(Replica::state, Replica::detail)
                    .satisfies(both -> {
                        assertThat(both.getFirst()).isEqualTo(State.APPLIED);
                        assertThat(both.getLast().toString())
                                .endsWith("; waits for kubelet's own clock; the right to patch pods is missing");
                    });
        }
    }

    @Nested
    class Reloading {

        @Test
        void takesRulersOneAfterTheOther() {
            pass(3);
            assertThat(stack.reloaded).contains("thanos-rule-0").doesNotContain("thanos-rule-1");
            stack.load(after, "thanos-rule-0");
            pass(1);
            assertThat(stack.reloaded).last().isEqualTo("thanos-rule-1");
        }

        @Test
        void goesOnWhenAPeerHasRefused() {
            stack.says("thanos-rule-0", "POST /-/reload", 500, "it is broken\n");
            pass(8);
            assertThat(state(look(), "thanos-rule-0")).isEqualTo(State.FAILED);
            assertThat(stack.reloaded).contains("thanos-rule-1");
        }

        @Test
        void leadsFromTheOldToTheNewOnEveryReplica() {
            stack.onReload(pod -> stack.load(after, pod));
            advance();
            // The sidecars do it for Prometheus.
            StackPods.names(after.of("prometheus").getFirst()).forEach(pod -> stack.load(after, pod));
            pass(6);
            assertThat(look().complete()).isTrue();
            assertThat(stack.reloaded).doesNotHaveDuplicates();
        }

        @Test
        void isLeftOutWhereTheRightIsMissing() {
            stack.forbids("reload");
            pass(3);
            assertThat(replica(look(), "thanos-rule-0").detail())
                    .endsWith("; loads its files when it starts; the right to create pods/proxy is missing");
            assertThat(state(look(), "thanos-rule-0")).isEqualTo(State.APPLIED);
        }
    }

    @Nested
    class Refusing {

        @Test
        void countsInTheProgramsOwnWords() {
            stack.says("thanos-rule-0", "POST /-/reload", 500, "reload rules:\n\u001b[1m1 errors: group \"x\"\u202e\n");
            pass(7);
            assertThat(replica(look(), "thanos-rule-0"))
                    .isEqualTo(new Replica(
                            "ruler", "thanos-rule-0", State.FAILED, "reload rules: [1m1 errors: group \"x\""));
            assertThat(look().failed()).isPresent();
        }

        @Test
        void doesNotCountBeforeTheFilesMustBeThere() {
            stack.says("thanos-rule-0", "/metrics", FAILED_RELOAD);
            stack.says("thanos-rule-0", "POST /-/reload", 500, "the older file is broken");
            pass(4);
            assertThat(stack.reloaded).contains("thanos-rule-0");
            assertThat(state(look(), "thanos-rule-0")).isEqualTo(State.APPLIED);
        }

        @Test
        void countsAtOnceWhereTheFilesOfBeforeWereGood() {
            stack.says("thanos-rule-0", "POST /-/reload", 500, "the new file is broken");
            pass(3);
            assertThat(replica(look(), "thanos-rule-0"))
                    .isEqualTo(new Replica("ruler", "thanos-rule-0", State.FAILED, "the new file is broken"));
        }

        @Test
        void ofARulerNamesTheRuleFromItsLog() {
            stack.says(
                    "thanos-rule-0",
                    "POST /-/reload",
                    500,
                    "reloading rules failed: strategy ABORT, update rules: error loading rules, previous rule set restored");
            stack.logs("thanos-rule-0", RULER_LOG);
            pass(3);
            assertThat(replica(look(), "thanos-rule-0").detail())
                    .isEqualTo(
                            "fleet-edeebaced8.yaml: 5:11: group \"fleet\", rule 1, \"A\": could not parse expression");
        }

        @Test
        void inTheWordsOfBeforeNeedsLonger() {
            stack.says("thanos-rule-0", "POST /-/reload", 500, "it is broken");
            pass(8);
            stack.says("thanos-rule-0", "/metrics", FAILED_RELOAD);
            assertThat(state(look(), "thanos-rule-0")).isEqualTo(State.FAILED);
            var mended = new Expectation(after.cluster(), after.namespace(), after.workloads(), "mended");
            for (var second = 0; second < 40; second++) {
                var report = proofs.look(CLUSTER, mended, Baseline.unknown());
                assertThat(state(report, "thanos-rule-0")).isEqualTo(State.APPLIED);
                proofs.advance(CLUSTER, mended, report);
                clock.advance(Duration.ofSeconds(1));
            }
        }

        @Test
        void ofAnEarlierRevisionIsForgotten() {
            stack.says("thanos-rule-0", "POST /-/reload", 500, "it is broken");
            pass(8);
            var mended = new Expectation(after.cluster(), after.namespace(), after.workloads(), "mended");
            assertThat(state(proofs.look(CLUSTER, mended, Baseline.unknown()), "thanos-rule-0"))
                    .isEqualTo(State.APPLIED);
        }

        @Test
        void isTakenBackWhenTheProgramLoadsAfterAll() {
            stack.says("thanos-rule-0", "POST /-/reload", 500, "it is broken");
            pass(8);
            stack.load(after, "thanos-rule-0");
            assertThat(state(look(), "thanos-rule-0")).isEqualTo(State.LOADED);
        }

        @Test
        void ofAPrometheusNamesTheRuleFromTheLastAttemptInItsLog() {
            advance();
            stack.says("prometheus-0", "/api/v1/status/runtimeinfo", NOT_RELOADED);
            stack.says("prometheus-0", "POST /-/reload", 500, "failed to reload config: one or more errors occurred");
            stack.logs("prometheus-0", LOG.formatted("/etc/prometheus/rules/" + ruleFile()));
            pass(4);
            assertThat(replica(look(), "prometheus-0"))
                    .extracting(Replica::state, Replica::detail)
                    .containsExactly(
                            State.FAILED,
                            ruleFile() + ": 1:49: group \"worse\", rule 1, \"B\": could not parse expression");
        }

        @Test
        void ofAPrometheusIsItsAnswerWhereTheLogMayNotBeRead() {
            stack.forbids("log");
            advance();
            stack.says("prometheus-0", "/api/v1/status/runtimeinfo", NOT_RELOADED);
            stack.says("prometheus-0", "POST /-/reload", 500, "failed to reload config: one or more errors occurred");
            pass(9);
            assertThat(replica(look(), "prometheus-0").detail())
                    .isEqualTo("failed to reload config: one or more errors occurred");
        }

        @Test
        void ofAPrometheusIsFoundAlsoWhereItMayNotBeTold() {
            stack.forbids("reload");
            advance();
            stack.says("prometheus-0", "/api/v1/status/runtimeinfo", NOT_RELOADED);
            stack.logs("prometheus-0", LOG.formatted("/etc/prometheus/rules/" + ruleFile()));
            pass(4);
            assertThat(state(look(), "prometheus-0")).isEqualTo(State.FAILED);
        }

        @Test
        void ofAPrometheusIsNotLookedForWhileItsReloadsAreGood() {
            pass(9);
            assertThat(stack.reloaded).doesNotContain("prometheus-0");
            pass(3);
            assertThat(stack.reloaded).containsOnlyOnce("prometheus-0");
        }

        @Test
        void ofAPrometheusIsTakenBackOnceItReloads() {
            advance();
            stack.says("prometheus-0", "/api/v1/status/runtimeinfo", NOT_RELOADED);
            stack.logs("prometheus-0", LOG.formatted("/etc/prometheus/rules/" + ruleFile()));
            pass(4);
            assertThat(state(look(), "prometheus-0")).isEqualTo(State.FAILED);
            stack.says("prometheus-0", "/api/v1/status/runtimeinfo", NOT_RELOADED.replace("false", "true"));
            pass(3);
            assertThat(state(look(), "prometheus-0")).isEqualTo(State.MOUNTED);
        }
    }
}
