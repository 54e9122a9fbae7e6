package io.gauntlet.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.bucket.ObjectStoreConfig;
import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.Secret;
import io.gauntlet.rule.RuleGroup;
import io.gauntlet.rule.RuleGroup.Evaluator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds for every rendered set. */
class ManifestRendererTests {

    private final MonitoringConfig tutorial = MonitoringConfigFixtures.tutorial();

    @Test
    void sameInputGivesTheSameBytes() {
        var first = new ManifestRenderer();
        var once = first.render(tutorial);
        var again = first.render(tutorial);
        var elsewhere = new ManifestRenderer().render(MonitoringConfigFixtures.tutorial());
        assertThat(again.digest()).isEqualTo(once.digest());
        assertThat(elsewhere.digest()).isEqualTo(once.digest());
        for (var i = 0; i < once.manifests().size(); i++) {
            assertThat(elsewhere.manifests().get(i).json())
                    .isEqualTo(once.manifests().get(i).json());
        }
    }

    @Test
    void orderOfRuleGroupsInTheInputDoesNotMatter() {
        var reversed = MonitoringConfigFixtures.withRules(
                tutorial, tutorial.ruleGroups().reversed());
        assertThat(Rendered.of(reversed).set().digest())
                .isEqualTo(Rendered.of(tutorial).set().digest());
    }

    @Test
    void aGroupThatChangedUnderTheSameIdIsRenderedAnew() {
        var renderer = new ManifestRenderer();
        var before = renderer.render(MonitoringConfigFixtures.withRules(tutorial, List.of(watchdog("vector(1)"))));
        var after = renderer.render(MonitoringConfigFixtures.withRules(tutorial, List.of(watchdog("vector(2)"))));
        assertThat(new Rendered(after).get("ConfigMap", "prometheus-rules-0").toString())
                .contains("vector(2)")
                .doesNotContain("vector(1)");
        assertThat(after.digest()).isNotEqualTo(before.digest());
    }

    @Test
    void everyObjectSaysWhoseItIs() {
        for (var manifest : Rendered.of(tutorial).set().manifests()) {
            var tree = Rendered.tree(manifest);
            var labels = tree.at("/metadata/labels");
            assertThat(labels.path("app.kubernetes.io/name").asString("")).isNotEmpty();
            assertThat(labels.path("app.kubernetes.io/component").asString("")).isEqualTo(manifest.component());
            assertThat(labels.path("app.kubernetes.io/part-of").asString("")).isEqualTo("gauntlet");
            assertThat(labels.path("app.kubernetes.io/managed-by").asString("")).isEqualTo("gauntlet");
            assertThat(labels.path("gauntlet.io/cluster").asString("")).isEqualTo("tokyo");
            assertThat(tree.get("kind").asString())
                    .isEqualTo(manifest.ref().type().kind());
            assertThat(tree.at("/metadata/namespace").asString(""))
                    .isEqualTo(manifest.ref().namespace());
            assertThat(manifest.digest()).isEqualTo(Digest.of(manifest.json()));
        }
    }

    @Test
    void objectsComeInTheOrderOfTheirPhases() {
        assertThat(Rendered.of(tutorial).set().manifests())
                .extracting(Manifest::phase)
                .isSorted()
                .contains(Phase.values());
    }

    @Test
    void secretsAreInSecretObjectsOnly() {
        var found = new HashSet<String>();
        for (var manifest : Rendered.of(tutorial).set().manifests()) {
            var text = new String(manifest.json(), StandardCharsets.UTF_8);
            for (var canary : MonitoringConfigFixtures.CANARIES) {
                if (manifest.secret()) {
                    Rendered.tree(manifest).get("data").forEach(value -> {
                        var decoded = new String(Base64.getDecoder().decode(value.asString()), StandardCharsets.UTF_8);
                        if (decoded.contains(canary)) {
                            found.add(canary);
                        }
                    });
                } else {
                    var encoded = Base64.getEncoder().encodeToString(canary.getBytes(StandardCharsets.UTF_8));
                    assertThat(text).doesNotContain(canary).doesNotContain(encoded);
                }
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(MonitoringConfigFixtures.CANARIES);
    }

    @Test
    void twoStacksInOneClusterDoNotClash() {
        var other = MonitoringConfigFixtures.named(tutorial, "osaka", "monitoring-b");
        var refs = new HashSet<>(Rendered.of(tutorial).set().manifests().stream()
                .map(Manifest::ref)
                .toList());
        for (var manifest : Rendered.of(other).set().manifests()) {
            assertThat(refs.add(manifest.ref())).as(manifest.ref().toString()).isTrue();
        }
    }

    @Test
    void rulesAloneNeverTouchThePrometheusPods() {
        var more = new ArrayList<>(tutorial.ruleGroups());
        for (var number = 0; number < 3; number++) {
            more.add(MonitoringConfigFixtures.group(
                    "{name: big%d, rules: [{record: a, expr: '%s'}]}".formatted(number, "1 + ".repeat(100_000) + "1"),
                    Evaluator.PROMETHEUS));
        }
        var before = Rendered.of(tutorial);
        var after = Rendered.of(MonitoringConfigFixtures.withRules(tutorial, more));
        assertThat(after.get("StatefulSet", "prometheus")).isEqualTo(before.get("StatefulSet", "prometheus"));
        assertThat(after.text("prometheus-config", "prometheus.yml"))
                .isEqualTo(before.text("prometheus-config", "prometheus.yml"));
        assertThat(after.find("ConfigMap", "prometheus-rules-2")).isPresent();
        assertThat(before.find("ConfigMap", "prometheus-rules-1")).isEmpty();
    }

    @Test
    void changedRulesOfTheRulerReachOnlyItsConfigMap() {
        var more = new ArrayList<>(tutorial.ruleGroups());
        more.add(MonitoringConfigFixtures.group("{name: late, rules: [{record: a, expr: '1'}]}", Evaluator.RULER));
        assertThat(changed(MonitoringConfigFixtures.withRules(tutorial, more)))
                .containsExactly("ConfigMap/thanos-rule-rules-0");
    }

    @Test
    void aChangedRouteReachesOnlyTheSecretWithTheConfiguration() {
        var yaml = "route: {receiver: other}\nreceivers: [{name: other}]\n";
        var other = MonitoringConfigFixtures.withRouting(tutorial, yaml);
        assertThat(changed(other)).containsExactly("Secret/alertmanager-config");
        assertThat(Rendered.of(other)
                        .get("Secret", "alertmanager-config")
                        .path("data")
                        .properties())
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.getKey()).isEqualTo("alertmanager.yml");
                    assertThat(Base64.getDecoder().decode(file.getValue().asString()))
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo(yaml);
                });
    }

    /** The objects of which other bytes are rendered than for the tutorial. */
    private List<String> changed(MonitoringConfig config) {
        var before = new HashSet<>(Rendered.of(tutorial).set().manifests().stream()
                .map(Manifest::digest)
                .toList());
        return Rendered.of(config).set().manifests().stream()
                .filter(manifest -> !before.contains(manifest.digest()))
                .map(manifest ->
                        manifest.ref().type().kind() + "/" + manifest.ref().name())
                .toList();
    }

    @Test
    void configMapsStayBelowHalfOfWhatAnObjectMayHold() {
        var groups = new ArrayList<>(tutorial.ruleGroups());
        for (var number = 0; number < 40; number++) {
            groups.add(MonitoringConfigFixtures.group(
                    "{name: g%d, rules: [{record: a, expr: '%s'}]}".formatted(number, "1 + ".repeat(20_000) + "1"),
                    Evaluator.PROMETHEUS));
        }
        var rendered = Rendered.of(MonitoringConfigFixtures.withRules(tutorial, groups));
        assertThat(rendered.blocked()).isFalse();
        for (var map : rendered.all("ConfigMap")) {
            var size = 0;
            for (var value : map.path("data")) {
                size += value.asString().length();
            }
            assertThat(size).isLessThanOrEqualTo(RuleFiles.SHARD_BYTES);
        }
    }

    @Test
    void moreRulesThanFitAreRefused() {
        var groups = new ArrayList<>(tutorial.ruleGroups());
        for (var number = 0; number < 10; number++) {
            groups.add(MonitoringConfigFixtures.group(
                    "{name: g%d, rules: [{record: a, expr: '%s'}]}".formatted(number, "1 + ".repeat(120_000) + "1"),
                    Evaluator.PROMETHEUS));
        }
        assertThat(Rendered.of(MonitoringConfigFixtures.withRules(tutorial, groups))
                        .codes())
                .contains("rules-too-large");
    }

    @Test
    void aRotatedBucketKeyReplacesThePodsThatReadIt() {
        var bucket = tutorial.bucket().orElseThrow();
        var store = new ObjectStoreConfig(
                "S3", bucket.store().settings(), Map.of("secret_key", Secret.of("another-secret-key")), "");
        var rotated = MonitoringConfigFixtures.withBucket(
                tutorial,
                Optional.of(new MonitoringConfig.BucketAccess(bucket.name(), store, bucket.retention(), true)));
        for (var name : List.of("prometheus", "thanos-store", "thanos-compact", "thanos-rule")) {
            var path = "/spec/template/metadata/annotations";
            assertThat(Rendered.of(rotated).get("StatefulSet", name).at(path))
                    .isNotEqualTo(Rendered.of(tutorial).get("StatefulSet", name).at(path));
        }
    }

    /** A guard against accidents: tests run without the optimizing compiler. {@link RenderingBenchmark} measures. */
    @Test
    void twoHundredClustersAreRenderedWithinThreeSeconds() {
        assertThat(RenderingBenchmark.render(200)).isLessThan(Duration.ofSeconds(3));
    }

    private static RuleGroup watchdog(String expr) {
        return MonitoringConfigFixtures.group(
                "{name: meta, rules: [{alert: Watchdog, expr: %s}]}".formatted(expr), Evaluator.PROMETHEUS);
    }
}
