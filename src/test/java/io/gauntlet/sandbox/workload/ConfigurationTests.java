package io.gauntlet.sandbox.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gauntlet.sandbox.promql.Broken;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTests {

    @Nested
    class FlagsOf {

        @Test
        void versionsAndProgramsComeFromTheImage() {
            assertThat(Component.of("quay.io/prometheus/prometheus:v3.14.0-distroless", List.of()))
                    .isEqualTo(new Component(Component.Kind.PROMETHEUS, "3.14.0"));
            assertThat(Component.of("registry.local:5000/thanos:v0.42.4@sha256:" + "a".repeat(64), List.of("store")))
                    .isEqualTo(new Component(Component.Kind.STORE, "0.42.4"));
            assertThat(Component.of("example.org/own", List.of()).kind()).isEqualTo(Component.Kind.OTHER);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "thanos:v0.42.4; compact; --wait; ",
                    "thanos:v0.42.4; query; --no-query.partial-response; ",
                    "thanos:v0.42.4; query; --rule=x; unknown long flag '--rule'",
                    "thanos:v0.41.0; query; --endpoint.sd-config=x; unknown long flag '--endpoint.sd-config'",
                    "thanos:v0.42.4; rule; --query; expected argument for flag '--query'",
                    "alertmanager:v0.34.2; ; --cluster.peer=a:1; ",
                    "alertmanager:v0.34.2; ; --mesh.peer=a:1; unknown long flag '--mesh.peer'",
                    "node-exporter:v1.12.1; ; --no-collector.wifi; ",
                    "kube-state-metrics:v2.20.0; ; --collectors=pods; unknown long flag '--collectors'",
                })
        void flagsAreThoseOfTheVersion(String image, String command, String flag, String problem) {
            var arguments = command == null ? List.of(flag) : List.of(command, flag);

            var flags = Flags.parse(Component.of("quay.io/x/" + image, arguments), arguments);

            assertThat(flags.problem()).isEqualTo(java.util.Optional.ofNullable(problem));
        }

        @Test
        void repeatedFlagsKeepAllValues() {
            var arguments = List.of("query", "--endpoint=a", "--endpoint", "b", "--query.auto-downsampling");
            var flags = Flags.parse(Component.of("thanos:v0.42.4", arguments), arguments);

            assertThat(flags.all("endpoint")).containsExactly("a", "b");
            assertThat(flags.isOn("query.auto-downsampling", false)).isTrue();
        }
    }

    @Nested
    class PrometheusFile {

        @Test
        void variablesOfExternalLabelsAreFilledIn() throws Broken {
            var config = PrometheusConfig.parse(
                    "p.yml", "global: {external_labels: {a: '${POD}', b: $POD, c: '$$x', d: '${NONE}'}}");

            assertThat(config.externalLabels(Map.of("POD", "p-0")))
                    .containsExactlyInAnyOrderEntriesOf(Map.of("a", "p-0", "b", "p-0", "c", "$x", "d", ""));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "globl: {}; field globl not found in type config.plain",
                    "scrape_configs: [{job_name: a}, {job_name: a}]; found multiple scrape configs with job name \"a\"",
                    "global: {scrape_interval: soon}; not a valid duration string: \"soon\"",
                    "scrape_configs: [{job_name: a, kubernetes_sd_configs: [{role: pods}]}]; unknown Kubernetes SD role",
                    "a: [; yaml:",
                })
        void mistakesAreNamed(String text, String problem) {
            assertThatExceptionOfType(Broken.class)
                    .isThrownBy(() -> PrometheusConfig.parse("p.yml", text))
                    .withMessageStartingWith("parsing YAML file p.yml: ")
                    .withMessageContaining(problem == null ? "yaml" : problem);
        }
    }

    @Nested
    class AlertmanagerFile {

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "receivers: [{name: a}]; no route provided in config",
                    "{route: {receiver: b}, receivers: [{name: a}]}; undefined receiver \"b\" used in route",
                    "{route: {receiver: a}, receivers: [{name: a, slack_configs: [{api_url: nowhere}]}]}; unsupported scheme",
                    "{route: {receiver: a}, receivers: [{name: a, slack_configs: [{}]}]}; no Slack API URL",
                    "{route: {receiver: a}, receivers: [{name: a}, {name: a}]}; is not unique",
                    "{route: {receiver: a}, receivers: [{name: a, slak_configs: []}]}; field slak_configs not found",
                })
        void mistakesAreNamed(String text, String problem) {
            assertThatExceptionOfType(Broken.class)
                    .isThrownBy(() -> AlertmanagerConfig.parse(text))
                    .withMessageContaining(problem);
        }

        @Test
        void whatIsShownHoldsNoSecret() throws Broken {
            var config = AlertmanagerConfig.parse("""
                    global: {smtp_auth_password: canary, smtp_from: a@example.org, opsgenie_api_key_file: /keys/ops}
                    route: {receiver: a}
                    receivers:
                    - name: a
                      webhook_configs: [{url: 'https://canary.example.org', http_config: {basic_auth: {password: canary}}}]
                      slack_configs: [{api_url: 'https://hooks.example.org/canary', channel: '#a'}]
                      pagerduty_configs: [{routing_key: canary, url: 'https://events.example.org'}]
                    """);

            assertThat(config.redacted())
                    .doesNotContain("canary")
                    .contains("a@example.org", "/keys/ops", "https://events.example.org", "'#a'");
        }

        @Test
        void theFirstMatchingRouteTakesAnAlertUnlessItContinues() throws Broken {
            var config = AlertmanagerConfig.parse("""
                    route:
                      receiver: default
                      routes:
                      - {matchers: ['severity=~"critical|page"'], receiver: pager, continue: true}
                      - {match: {team: devops}, receiver: devops}
                      - {receiver: rest, matchers: ['team!=""']}
                    receivers: [{name: default}, {name: pager}, {name: devops}, {name: rest}]
                    """);

            assertThat(config.receiversOf(Map.of("severity", "page", "team", "devops")))
                    .containsExactly("pager", "devops");
            assertThat(config.receiversOf(Map.of("team", "db"))).containsExactly("rest");
            assertThat(config.receiversOf(Map.of())).containsExactly("default");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{type: S4, config: {}}; bucket with type S4 is not supported",
                "{type: S3, config: {bucket: b}}; no s3 endpoint in config file",
                "{type: S3, config: {bucket: b, endpoint: 'https://s3'}}; Endpoint url cannot have fully qualified paths",
                "{type: S3, config: {bucket: b, endpoint: s3, secret_key: k}}; no s3 access_key specified",
                "{type: s3, config: {bukket: b}}; field bukket not found",
                "{typ: S3}; parsing config YAML file",
            })
    void objectStoreMistakesAreNamed(String text, String problem) {
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> ObjstoreConfig.parse(text))
                .withMessageContaining(problem);
    }

    @Test
    void onlyTheRulerKnowsPartialResponseStrategies() throws Broken {
        var text = "groups: [{name: a, partial_response_strategy: warn, rules: []}]";

        assertThat(RuleFile.parse("r", text, true).groups().getFirst().partialResponse())
                .isEqualTo("WARN");
        assertThatExceptionOfType(Broken.class).isThrownBy(() -> RuleFile.parse("r", text, false));
    }
}
