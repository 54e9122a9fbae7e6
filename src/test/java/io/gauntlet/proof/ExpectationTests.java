package io.gauntlet.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.proof.Expectation.Evidence.ConfigHash;
import io.gauntlet.proof.Expectation.Evidence.PrometheusFiles;
import io.gauntlet.proof.Expectation.Evidence.RulerFiles;
import io.gauntlet.proof.Expectation.Evidence.Template;
import io.gauntlet.proof.Expectation.Kind;
import io.gauntlet.proof.Expectation.Workload;
import io.gauntlet.rendering.MonitoringConfigFixtures;
import io.gauntlet.rule.RuleGroup.Evaluator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the objects of a revision say about what their replicas have to show. */
class ExpectationTests {

    private final Expectation tutorial = ProofFixtures.tutorial();

    private Workload workload(String name) {
        return tutorial.workloads().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theWholeStackIsExpected() {
        assertThat(tutorial.cluster()).isEqualTo("tokyo");
        assertThat(tutorial.namespace()).isEqualTo("monitoring");
        assertThat(tutorial.workloads())
                .extracting(Workload::name)
                .containsExactlyInAnyOrder(
                        "prometheus",
                        "thanos-query",
                        "thanos-query-frontend",
                        "thanos-store",
                        "thanos-compact",
                        "thanos-rule",
                        "alertmanager",
                        "kube-state-metrics",
                        "node-exporter",
                        "grafana");
    }

    @Test
    void prometheusHasToShowTheRevisionOfItsConfigurationAndItsRuleFiles() {
        var prometheus = workload("prometheus");
        assertThat(prometheus.kind()).isEqualTo(Kind.STATEFUL_SET);
        assertThat(prometheus.replicas()).isEqualTo(3);
        assertThat(prometheus.evidence()).isInstanceOfSatisfying(PrometheusFiles.class, files -> {
            assertThat(files.revision()).matches("[0-9a-f]{10}");
            assertThat(files.rules()).isNotEmpty().allMatch(file -> file.matches(".+-[0-9a-f]{10}\\.yaml"));
            assertThat(files.jobs()).contains("prometheus", "node-exporter", "thanos-sidecar");
            assertThat(files.watchdog()).isTrue();
        });
    }

    @Test
    void rulersHaveToShowTheirRuleFilesAndAlertmanagersTheirHash() {
        assertThat(workload("thanos-rule").evidence())
                .isInstanceOfSatisfying(
                        RulerFiles.class,
                        files -> assertThat(files.rules())
                                .singleElement()
                                .asString()
                                .startsWith("fleet-"));
        assertThat(workload("alertmanager").evidence())
                .isEqualTo(new ConfigHash(ExpectationReader.configHash(MonitoringConfigFixtures.tutorial()
                        .alertmanager()
                        .orElseThrow()
                        .yaml()
                        .getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void programsThatReadNothingWhileTheyRunHaveToShowTheirTemplateOnly() {
        assertThat(List.of("thanos-query", "thanos-store", "thanos-compact", "grafana", "node-exporter"))
                .allSatisfy(name -> assertThat(workload(name).evidence()).isEqualTo(new Template()));
        assertThat(workload("node-exporter").replicas()).isZero();
    }

    @Test
    void anotherRuleMakesAnotherDigestAndTheSameStackTheSame() {
        assertThat(ProofFixtures.tutorial().digest()).isEqualTo(tutorial.digest());
        assertThat(ProofFixtures.changedRules().digest()).isNotEqualTo(tutorial.digest());
    }

    @Test
    void aWatchdogIsARuleOfThatNameAndNotItsMention() {
        var config = MonitoringConfigFixtures.minimal();
        var mentioned = new ArrayList<>(List.of(MonitoringConfigFixtures.group(
                "{name: g, rules: [{alert: Other, expr: '1', annotations: {text: 'alert=Watchdog'}}]}",
                Evaluator.PROMETHEUS)));
        assertThat(watchdog(config, mentioned)).isFalse();
        mentioned.add(MonitoringConfigFixtures.group(
                "{name: w, rules: [{alert: Watchdog, expr: 'vector(1)'}]}", Evaluator.PROMETHEUS));
        assertThat(watchdog(config, mentioned)).isTrue();
    }

    private static boolean watchdog(
            io.gauntlet.rendering.MonitoringConfig config, List<io.gauntlet.rule.RuleGroup> groups) {
        return ExpectationReader.read(ProofFixtures.objects(MonitoringConfigFixtures.withRules(config, groups)))
                .watchdog();
    }

    /** The first six bytes of what md5sum prints, read from the last to the first. */
    @Nested
    class HashOfAnAlertmanager {

        @ParameterizedTest
        @CsvSource({"'', d41d8cd98f00", "a, 0cc175b9c0f1", "abc, 900150983cd2", "message digest, f96b697d7cb7"})
        void isTheFirstSixBytesOfTheMd5SumWithTheLeastFirst(String file, String sum) {
            var reversed = new StringBuilder();
            for (var index = sum.length() - 2; index >= 0; index -= 2) {
                reversed.append(sum, index, index + 2);
            }
            assertThat(ExpectationReader.configHash(file.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(Long.parseLong(reversed.toString(), 16));
        }
    }

    @Nested
    class RevisionInAConfiguration {

        @Test
        void isReadAsPrometheusWritesIt() {
            assertThat(
                            ExpectationReader.revision(
                                    "global:\n  a: b\nrule_files:\n- /etc/prometheus/rules/*.yaml\n- /etc/prometheus/revision/9028b34514*\nscrape_configs: []\n"))
                    .contains("9028b34514");
        }

        @Test
        void isReadAsItIsRendered() {
            assertThat(ExpectationReader.revision(
                            "rule_files:\n  - \"/etc/prometheus/rules/*.yaml\"\n  - '/etc/prometheus/revision/abc*'\n"))
                    .contains("abc");
        }

        @Test
        void isNotTakenFromAnywhereElse() {
            assertThat(ExpectationReader.revision(
                            "rule_files:\n- /a\nother:\n- /etc/prometheus/revision/9028b34514*\n"))
                    .isEmpty();
            assertThat(ExpectationReader.revision("nested:\n  rule_files:\n  - /etc/prometheus/revision/x*\n"))
                    .isEmpty();
            assertThat(ExpectationReader.revision("rule_files:\n- /etc/prometheus/revision/*\n"))
                    .isEmpty();
            assertThat(ExpectationReader.revision("")).isEmpty();
        }
    }
}
