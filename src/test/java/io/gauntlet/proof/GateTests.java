package io.gauntlet.proof;

import static io.gauntlet.proof.ProofFixtures.CLUSTER;
import static io.gauntlet.proof.ProofFixtures.gate;
import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.proof.Report.Gate;
import io.gauntlet.rendering.MonitoringConfigFixtures;
import io.gauntlet.support.SettableClock;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the gates of a stack are open. */
class GateTests {

    private final Expectation expected = ProofFixtures.tutorial();
    private final FakeStack stack = new FakeStack(expected);
    private final PodProofs proofs = new PodProofs(cluster -> stack, SettableClock.atNoon());
    private final Baseline healthy = proofs.baseline(CLUSTER, expected);

    private Gate look(String code) {
        return gate(proofs.look(CLUSTER, expected, healthy), code);
    }

    private void everyPrometheus(String query, String answer) {
        for (var pod : new String[] {"prometheus-0", "prometheus-1", "prometheus-2"}) {
            stack.says(pod, "/api/v1/query?query=" + query, answer);
        }
    }

    @Test
    void theBaselineIsWhatTheStackShows() {
        assertThat(healthy).isEqualTo(new Baseline(Map.of("node-exporter", 40, "prometheus", 3), 2, 0, true));
    }

    @Test
    void aStackWithoutPodsHasNoBaseline() {
        for (var workload : expected.workloads()) {
            StackPods.names(workload).forEach(pod -> stack.remove("Pod/" + pod));
        }
        assertThat(proofs.baseline(CLUSTER, expected)).isEqualTo(Baseline.unknown());
    }

    @Test
    void withoutABaselineGatesThatCompareAreOpenAndSaySo() {
        var report = proofs.look(CLUSTER, expected, Baseline.unknown());
        assertThat(report.gates())
                .filteredOn(gate -> "nothing to compare with".equals(gate.detail()))
                .extracting(Gate::code)
                .containsExactly("targets", "alerts", "watchdog");
        assertThat(report.complete()).isTrue();
    }

    @Test
    void nothingIsAskedForTheWholeWhileAReplicaIsBehind() {
        stack.asked.clear();
        var report = proofs.look(CLUSTER, ProofFixtures.changedRules(), healthy);
        assertThat(gate(report, "stores").open()).isFalse();
        assertThat(gate(report, "workloads").open()).isTrue();
        assertThat(stack.asked).noneMatch(question -> question.contains("/query") || question.contains("/stores"));
    }

    @Test
    void aStackWithoutRulesOrRulerHasNoGateForThem() {
        var minimal = ExpectationReader.read(ProofFixtures.objects(MonitoringConfigFixtures.minimal()));
        var small = new FakeStack(minimal);
        var report = new PodProofs(cluster -> small, SettableClock.atNoon()).look(CLUSTER, minimal, Baseline.unknown());
        assertThat(report.gates()).extracting(Gate::code).doesNotContain("watchdog");
        assertThat(report.complete()).isTrue();
    }

    @Nested
    class Stores {

        @Test
        void areJoinedWhenEveryQuerierListsEach() {
            assertThat(look("stores")).isEqualTo(new Gate("stores", true, "7 of 7 stores joined"));
        }

        @Test
        void areNotJoinedWhenOneOfThemHasAnError() {
            var sick = stack.address("thanos-rule-1") + ":10901\",\"lastError\":";
            var listed = stack.stores(expected).replace('\'', '"').replace(sick + "null", sick + "\"refused\"");
            stack.says("thanos-query-1", "/api/v1/stores", 200, listed);
            assertThat(look("stores")).isEqualTo(new Gate("stores", false, "6 of 7 stores joined, not thanos-rule-1"));
        }

        @Test
        void ofPodsThatAreGoneStandInForNone() {
            var moved = stack.stores(expected).replace(stack.address("prometheus-2"), "10.99.0.1");
            stack.says("thanos-query-0", "/api/v1/stores", moved);
            assertThat(look("stores").detail()).isEqualTo("6 of 7 stores joined, not prometheus-2");
        }

        @Test
        void areNotKnownWhenAQuerierIsSilent() {
            stack.says("thanos-query-0", "/api/v1/stores", 503, "");
            assertThat(look("stores")).extracting(Gate::open).isEqualTo(false);
            assertThat(look("stores").detail()).endsWith("queriers tell their stores");
        }

        @Test
        void ofElsewhereHaveToBeAsManyAsBefore() {
            var before = new Baseline(null, null, 1, null);
            var closed = gate(proofs.look(CLUSTER, expected, before), "stores");
            assertThat(closed).isEqualTo(new Gate("stores", false, "7 of 7 stores joined; of elsewhere 0, 1 before"));
        }
    }

    @Nested
    class Targets {

        @ParameterizedTest
        @CsvSource({"40, 3, true", "38, 3, true", "37, 3, false", "41, 4, true", "40, 2, false"})
        void mayNotBeFewerThanBeforeButForATwentiethOfOthers(int nodes, int own, boolean open) {
            everyPrometheus("count%20by", FakeStack.counted("job", Map.of("node-exporter", nodes, "prometheus", own)));
            assertThat(look("targets").open()).isEqualTo(open);
        }

        @Test
        void ofReplicasThatAreNotWantedAnyMoreMayGo() {
            var more = new Baseline(Map.of("prometheus", 5, "thanos-sidecar", 0), 2, 0, true);
            assertThat(gate(proofs.look(CLUSTER, expected, more), "targets").open())
                    .isTrue();
        }

        @Test
        void ofJobsThatAreNotConfiguredAnyMoreMayGo() {
            var other = new Baseline(Map.of("retired", 7), 2, 0, true);
            assertThat(gate(proofs.look(CLUSTER, expected, other), "targets").open())
                    .isTrue();
        }

        @Test
        void areCountedWhereTheMostAreSeen() {
            stack.says("prometheus-0", "/api/v1/query?query=count%20by", FakeStack.counted("job", Map.of()));
            assertThat(look("targets").open()).isTrue();
        }

        @Test
        void ofBeforeAStartDoNotCount() {
            var status = stack.containerStatuses("prometheus-0").addObject().put("name", "prometheus");
            status.putObject("state").putObject("running").put("startedAt", "2026-11-25T07:00:00Z");
            stack.asked.clear();
            look("targets");
            assertThat(stack.asked)
                    .filteredOn(question -> question.startsWith("prometheus-0/api/v1/query?query=count%20by"))
                    .singleElement()
                    .asString()
                    .contains("timestamp%28up%29%20%3E%3D%201795590000");
        }

        @Test
        void areNotKnownWhenNoPrometheusAnswers() {
            everyPrometheus("count%20by", "{'status':'error'}");
            assertThat(look("targets")).isEqualTo(new Gate("targets", false, "no Prometheus replica answers"));
        }
    }

    @Nested
    class Alerts {

        @ParameterizedTest
        @CsvSource({"2, 7, true", "2, 8, false", "100, 150, true", "100, 151, false", "0, 5, true", "0, 6, false"})
        void mayBeFiveOrHalfMoreThanBefore(int before, int now, boolean open) {
            everyPrometheus("count%28ALERTS", FakeStack.counted("", Map.of("", now)));
            var report = proofs.look(CLUSTER, expected, new Baseline(null, before, null, null));
            assertThat(gate(report, "alerts").open()).isEqualTo(open);
        }

        @Test
        void areNoneWhenTheQueryGivesNothing() {
            everyPrometheus("count%28ALERTS", FakeStack.counted("", Map.of()));
            assertThat(look("alerts").detail()).startsWith("0 firing, 2 before");
        }
    }

    @Nested
    class Watchdog {

        @Test
        void arrivesWhenOneAlertmanagerHasIt() {
            stack.says("alertmanager-0", "/api/v2/alerts", "[]");
            stack.says("alertmanager-1", "/api/v2/alerts", 500, "");
            assertThat(look("watchdog")).isEqualTo(new Gate("watchdog", true, "has reached an Alertmanager"));
        }

        @Test
        void doesNotArriveWhenNoneHasIt() {
            for (var pod : StackPods.names(expected.of("alertmanager").getFirst())) {
                stack.says(pod, "/api/v2/alerts", "[{'labels':{'alertname':'Other'}}]");
            }
            assertThat(look("watchdog")).isEqualTo(new Gate("watchdog", false, "has reached no Alertmanager"));
        }

        @Test
        void isNotDemandedWhereItHadNotArrivedBefore() {
            var before = new Baseline(null, null, null, false);
            assertThat(gate(proofs.look(CLUSTER, expected, before), "watchdog"))
                    .isEqualTo(new Gate("watchdog", true, "had not arrived before"));
        }
    }
}
