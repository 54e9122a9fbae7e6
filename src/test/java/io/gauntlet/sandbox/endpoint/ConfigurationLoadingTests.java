package io.gauntlet.sandbox.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.sandbox.workload.SimulatedStack;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How changed files reach programs, and what the programs say about files that they refuse. */
class ConfigurationLoadingTests {

    private static final String BROKEN = "groups: [{name: fresh, rules: [{alert: X, expr: 'sum('}]}]\n";
    private static final String FRESH = "groups: [{name: fresh, rules: []}]\n";

    private final Set<String> stuck = new HashSet<>();
    private SimulatedStack stack = new SimulatedStack();
    private PodEndpoints endpoints = new PodEndpoints(stack.cluster);

    @BeforeEach
    void startStack() {
        stack = SimulatedStack.ready((namespace, pod) -> stuck.contains(pod));
        endpoints = new PodEndpoints(stack.cluster);
    }

    private Answer answer(String pod, int port, String method, String path) {
        return endpoints
                .answer(SimulatedStack.NAMESPACE, pod, String.valueOf(port), method, path, "")
                .orElseThrow();
    }

    private Answer reload(String pod, int port) {
        return answer(pod, port, "POST", "/-/reload");
    }

    private String get(String pod, int port, String path) {
        return answer(pod, port, "GET", path).body();
    }

    private String log(String pod, String container) {
        return endpoints.log(SimulatedStack.NAMESPACE, pod, container).orElseThrow();
    }

    private void route(String yaml) {
        stack.objects.edit(
                "Secret",
                SimulatedStack.NAMESPACE,
                "alertmanager",
                secret -> secret.withObjectProperty("stringData").put("alertmanager.yml", yaml));
    }

    private static String hash(String yaml) {
        return "alertmanager_config_hash " + Metrics.number(ProgramMetrics.configHash(yaml)) + "\n";
    }

    @Test
    void alertmanagerLoadsChangedRoutesWhenTheFileIsThereAndItIsTold() {
        var yaml = "route: {receiver: other}\nreceivers: [{name: other}]\n";
        route(yaml);
        assertThat(reload("alertmanager-0", 9093).status()).isEqualTo(200);
        assertThat(get("alertmanager-0", 9093, "/metrics")).as("too early").doesNotContain(hash(yaml));

        stack.pass(4);
        assertThat(get("alertmanager-0", 9093, "/metrics")).as("not told").doesNotContain(hash(yaml));

        assertThat(reload("alertmanager-0", 9093).body()).isEmpty();
        assertThat(get("alertmanager-0", 9093, "/metrics")).contains(hash(yaml));
        assertThat(get("alertmanager-0", 9093, "/api/v2/receivers")).contains("other");
        assertThat(get("alertmanager-1", 9093, "/metrics")).doesNotContain(hash(yaml));
        assertThat(log("alertmanager-0", "alertmanager"))
                .contains("msg=\"Starting Alertmanager\"")
                .contains("msg=\"Completed loading of configuration file\" component=configuration"
                        + " file=/etc/alertmanager/alertmanager.yml\n");
    }

    @Test
    void alertmanagerKeepsItsRoutesWhenItRefusesNewOnes() {
        var before = get("alertmanager-0", 9093, "/api/v2/status");
        route("route: {receiver: somebody}\nreceivers: [{name: nobody}]\n");
        stack.pass(4);

        var answer = reload("alertmanager-0", 9093);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("failed to reload config: undefined receiver \"somebody\" used in route\n");
        assertThat(get("alertmanager-0", 9093, "/metrics")).contains("alertmanager_config_last_reload_successful 0");
        assertThat(get("alertmanager-0", 9093, "/api/v2/status")).isEqualTo(before);
        assertThat(log("alertmanager-0", "alertmanager"))
                .contains("level=ERROR source=coordinator.go:117 msg=\"Loading configuration file failed\""
                        + " component=configuration file=/etc/alertmanager/alertmanager.yml"
                        + " err=\"undefined receiver \\\"somebody\\\" used in route\"\n");
    }

    @Test
    void prometheusTakesTheRestWhenItRefusesRules() {
        stack.configure("prometheus-rules", "watchdog.yaml", BROKEN);
        var config = SimulatedStack.read("/sandbox/stack.yaml");
        var from = config.indexOf("    global:");
        stack.configure(
                "prometheus",
                "prometheus.yml",
                config.substring(from, config.indexOf("\n---", from))
                        .indent(-4)
                        .replace("/etc/prometheus/rules/*.yaml", "/etc/prometheus/rules/*.yaml, /revision/two*"));
        stack.pass(4);

        assertThat(get("prometheus-0", 9090, "/api/v1/status/config")).contains("/revision/two*");
        assertThat(get("prometheus-0", 9090, "/api/v1/rules"))
                .contains("Watchdog")
                .doesNotContain("fresh");
        assertThat(get("prometheus-0", 9090, "/metrics")).contains("prometheus_config_last_reload_successful 0");
        assertThat(get("prometheus-0", 10902, "/metrics")).contains("thanos_sidecar_reloader_last_reload_successful 0");
        assertThat(reload("prometheus-0", 9090).body())
                .isEqualTo("failed to reload config: one or more errors occurred while applying the new configuration"
                        + " (--config.file=\"/etc/prometheus/prometheus.yml\")\n");
        assertThat(log("prometheus-0", "prometheus"))
                .contains("level=ERROR source=manager.go:262 msg=\"loading groups failed\" component=\"rule manager\""
                        + " err=\"/etc/prometheus/rules/watchdog.yaml: group \\\"fresh\\\", rule 1, \\\"X\\\": could not"
                        + " parse expression: ");
        assertThat(log("prometheus-0", "thanos-sidecar")).contains("msg=\"Failed to trigger reload. Retrying.\"");
    }

    @Test
    void prometheusTakesNothingFromAFileThatIsWrongItself() {
        stack.configure("prometheus", "prometheus.yml", "nosuch: 1\n");
        stack.pass(4);

        assertThat(reload("prometheus-0", 9090).body())
                .startsWith("failed to reload config: couldn't load configuration"
                        + " (--config.file=\"/etc/prometheus/prometheus.yml\"): parsing YAML file"
                        + " /etc/prometheus/prometheus.yml: yaml: unmarshal errors:\n  line 1: field nosuch not found");
        assertThat(get("prometheus-0", 9090, "/api/v1/status/config")).doesNotContain("nosuch");
    }

    @Test
    void rulerLoadsChangedRulesOnlyWhenItIsToldAndKeepsThemWhenTheyAreRefused() {
        stack.configure("ruler-rules", "rules.yaml", FRESH);
        stack.pass(4);
        assertThat(get("thanos-rule-0", 10902, "/api/v1/rules")).contains("global");

        assertThat(reload("thanos-rule-0", 10902).status()).isEqualTo(200);
        assertThat(get("thanos-rule-0", 10902, "/api/v1/rules"))
                .contains("fresh")
                .contains("\"file\":\"/etc/rules/rules.yaml\"");

        stack.configure("ruler-rules", "rules.yaml", BROKEN);
        stack.pass(4);
        var refused = reload("thanos-rule-0", 10902);
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.body())
                .isEqualTo(
                        "reloading rules failed: strategy ABORT, update rules: error loading rules, previous rule set"
                                + " restored\n");
        assertThat(get("thanos-rule-0", 10902, "/metrics")).contains("thanos_rule_config_last_reload_successful 0");
        assertThat(log("thanos-rule-0", "rule"))
                .contains("err=\"/data/.tmp-rules/ABORT/etc/rules/rules.yaml: group \\\"fresh\\\", rule 1");
    }

    @Test
    void rulerForgetsTheNamesOfFilesThatAreGoneWhenItRefusesTheirSuccessors() {
        stack.objects.edit(
                "ConfigMap",
                SimulatedStack.NAMESPACE,
                "ruler-rules",
                rules -> rules.putObject("data").put("rules-two.yaml", BROKEN));
        stack.pass(4);
        assertThat(reload("thanos-rule-0", 10902).status()).isEqualTo(500);

        assertThat(get("thanos-rule-0", 10902, "/api/v1/rules"))
                .contains("\"name\":\"global\",\"file\":\"\"")
                .doesNotContain("fresh");
    }

    @Test
    void rulerDropsTheRulesOfAFileThatIsNoYamlAndLoadsTheOthers() {
        stack.objects.edit(
                "ConfigMap",
                SimulatedStack.NAMESPACE,
                "ruler-rules",
                rules -> rules.putObject("data").put("fresh.yaml", FRESH).put("rules.yaml", "groups: ["));
        stack.pass(4);

        var refused = reload("thanos-rule-0", 10902);

        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.body()).startsWith("reloading rules failed: /etc/rules/rules.yaml: yaml: ");
        assertThat(get("thanos-rule-0", 10902, "/api/v1/rules"))
                .contains("fresh")
                .doesNotContain("global");
        assertThat(get("thanos-rule-0", 10902, "/metrics")).contains("thanos_rule_config_last_reload_successful 0");
    }

    @Test
    void aReplicaWhoseKubeletIsStuckKeepsItsFilesUntilThatIsOver() {
        stuck.add("prometheus-1");
        stack.configure("prometheus-rules", "watchdog.yaml", FRESH);
        stack.pass(60);
        assertThat(get("prometheus-0", 9090, "/api/v1/rules")).contains("fresh");
        assertThat(get("prometheus-1", 9090, "/api/v1/rules")).doesNotContain("fresh");

        stuck.clear();
        stack.cluster.touched();
        stack.pass(4);
        assertThat(get("prometheus-1", 9090, "/api/v1/rules")).contains("fresh");
    }

    @Test
    void aLogKeepsItsStartAndTheLatestLines() {
        for (var number = 0; number < 100; number++) {
            assertThat(reload("alertmanager-2", 9093).status()).isEqualTo(200);
        }
        assertThat(log("alertmanager-2", "alertmanager").lines())
                .hasSize(41)
                .first()
                .asString()
                .contains("Starting");
        assertThat(endpoints.log(SimulatedStack.NAMESPACE, "alertmanager-2", "nosuch"))
                .isEmpty();
    }

    @Test
    void aCrashedContainerLeavesItsLastWords() {
        stack.argue("StatefulSet", "prometheus", "--nosuch");
        stack.pass(30);
        assertThat(log("prometheus-2", "prometheus")).contains("unknown long flag '--nosuch'");
    }
}
