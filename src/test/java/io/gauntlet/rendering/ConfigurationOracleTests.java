package io.gauntlet.rendering;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.rule.RuleGroup.Evaluator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rendered files before the programs that will read them. */
class ConfigurationOracleTests {

    private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

    @TempDir
    private Path directory;

    private final Rendered tutorial = Rendered.of(MonitoringConfigFixtures.tutorial());

    @Test
    void promtoolAcceptsTheConfigurationAndTheRulesThatItLoads() throws Exception {
        Files.writeString(directory.resolve("ca.crt"), "");
        Files.writeString(directory.resolve("token"), "");
        var rules = writeRules("prometheus-rules-0");
        var text = tutorial.text("prometheus-config", "prometheus.yml")
                .replace(ACCOUNT, directory.toString())
                .replace(RuleFiles.PROMETHEUS_DIRECTORY, rules.toString());
        Files.writeString(directory.resolve("prometheus.yml"), text);
        var said = Oracles.accepts(directory, "promtool", "check", "config", "prometheus.yml");
        assertThat(said).contains("SUCCESS: 3 rule files found").contains("SUCCESS: 8 rules found");
    }

    @Test
    void promtoolAcceptsTheSmallestConfiguration() throws Exception {
        var minimal = Rendered.of(MonitoringConfigFixtures.minimal());
        Files.writeString(directory.resolve("prometheus.yml"), minimal.text("prometheus-config", "prometheus.yml"));
        Oracles.accepts(directory, "promtool", "check", "config", "--syntax-only", "prometheus.yml");
    }

    @Test
    void thanosAcceptsTheRulesOfTheRuler() throws Exception {
        var rules = writeRules("thanos-rule-rules-0");
        var said = Oracles.accepts(directory, "thanos", "tools", "rules-check", "--rules=" + rules + "/*.yaml");
        assertThat(said).contains("rulesfound=3");
    }

    @Test
    void amtoolAcceptsRoutingAndItsAbsence() throws Exception {
        for (var config :
                new MonitoringConfig[] {MonitoringConfigFixtures.tutorial(), MonitoringConfigFixtures.minimal()}) {
            var data = Rendered.of(config).get("Secret", "alertmanager-config").get("data");
            Files.write(
                    directory.resolve("alertmanager.yml"),
                    Base64.getDecoder().decode(data.get("alertmanager.yml").asString()));
            Oracles.accepts(directory, "amtool", "check-config", "alertmanager.yml");
        }
    }

    @Test
    void amtoolAcceptsTheTutorialsRoutingAsItIsImported() throws Exception {
        Files.writeString(
                directory.resolve("alertmanager.yml"), MonitoringConfigFixtures.text("tutorial/alertmanager.yml"));
        Oracles.accepts(directory, "amtool", "check-config", "alertmanager.yml");
        var receivers = Oracles.accepts(
                directory, "amtool", "config", "routes", "test", "--config.file=alertmanager.yml", "severity=critical");
        assertThat(receivers.strip()).isEqualTo("on-call");
    }

    @Test
    void thanosReadsTheObjectStoreFile() throws Exception {
        var data = Rendered.of(MonitoringConfigFixtures.withBucket(
                        MonitoringConfigFixtures.minimal(), Optional.of(MonitoringConfigFixtures.filesystem())))
                .get("Secret", "thanos-objstore")
                .get("data");
        var text =
                new String(Base64.getDecoder().decode(data.get("objstore.yml").asString()), StandardCharsets.UTF_8);
        Files.writeString(
                directory.resolve("objstore.yml"), text.replace("/var/lib/thanos-bucket", directory.toString()));
        Oracles.accepts(directory, "thanos", "tools", "bucket", "ls", "--objstore.config-file=objstore.yml");
    }

    @Test
    void hostileTextStaysTextInEveryRuleFile() throws Exception {
        var hostile = "a: b\n- c # d\n\t{{ $labels.x }} & * ! | > ' \" % @ ` \u0085 \u2028 \u7f51 \ud83d\ude00";
        var group = MonitoringConfigFixtures.group(
                "{name: 'no', rules: [{alert: 'yes', expr: vector(1), labels: {severity: 'null'}, annotations: {a: x}}]}",
                Evaluator.PROMETHEUS);
        var rules = (List<?>) requireNonNull(group.document().get("rules"));
        @SuppressWarnings("unchecked")
        var rule = (Map<String, Object>) rules.getFirst();
        rule.put("annotations", Map.of("summary", hostile));
        var file = new RuleFiles().of(List.of(group), group.evaluator()).getFirst();
        assertThat(file.name()).isEqualTo(file.name().toLowerCase(Locale.ROOT));
        Files.writeString(directory.resolve("rules.yaml"), file.text().text());
        Oracles.accepts(directory, "promtool", "check", "rules", "rules.yaml");
        var back = BoundedYaml.loadMap("file", file.text().text());
        assertThat(back).isEqualTo(Map.of("groups", List.of(group.document())));
    }

    private Path writeRules(String configMap) throws Exception {
        var rules = Files.createDirectories(directory.resolve("rules"));
        for (var entry : tutorial.get("ConfigMap", configMap).get("data").properties()) {
            Files.writeString(rules.resolve(entry.getKey()), entry.getValue().asString());
        }
        return rules;
    }
}
