package io.gauntlet.rendering;

import static java.util.Objects.requireNonNull;

import io.gauntlet.bucket.ObjectStoreConfig;
import io.gauntlet.bucket.Retention;
import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.PromDuration;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import io.gauntlet.rendering.MonitoringConfig.BucketAccess;
import io.gauntlet.routing.AlertmanagerConfig;
import io.gauntlet.routing.RoutingId;
import io.gauntlet.rule.RuleGroup;
import io.gauntlet.rule.RuleGroup.Evaluator;
import io.gauntlet.rule.RuleGroupId;
import io.gauntlet.stack.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Inputs for rendering, from the smallest stack to the tutorial's. */
public final class MonitoringConfigFixtures {

    /** Secret values that may appear in Secret objects and nowhere else. */
    public static final List<String> CANARIES =
            List.of("canary-s3-secret-key", "https://hooks.slack.example/canary", "canary-victorops-key");

    private MonitoringConfigFixtures() {}

    /** One cluster without a bucket, rules, routing or optional parts. */
    public static MonitoringConfig minimal() {
        return new MonitoringConfig(
                new ResourceName("tokyo"),
                new ResourceName("monitoring"),
                34,
                false,
                SettingsFixtures.minimal(),
                LabelSet.of(Map.of("cluster", "tokyo")),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** The tutorial's stack: three replicas, every component, an S3 bucket, its rules and routing. */
    public static MonitoringConfig tutorial() {
        var groups = new ArrayList<>(groups("tutorial/rules.yaml", Evaluator.PROMETHEUS));
        groups.addAll(groups("tutorial/ruler-rules.yaml", Evaluator.RULER));
        return new MonitoringConfig(
                new ResourceName("tokyo"),
                new ResourceName("monitoring"),
                34,
                false,
                SettingsFixtures.defaults(),
                LabelSet.of(Map.of("cluster", "tokyo", "region", "ap-northeast-1")),
                Optional.of(new BucketAccess(new ResourceName("thanos"), s3(), retention(), true)),
                groups,
                Optional.of(routing()));
    }

    /** The same with other settings. */
    public static MonitoringConfig withSettings(MonitoringConfig config, UnaryOperator<StackSettings> change) {
        return new MonitoringConfig(
                config.cluster(),
                config.namespace(),
                config.kubernetesMinor(),
                config.gatewayApi(),
                change.apply(config.settings()),
                config.externalLabels(),
                config.bucket(),
                config.ruleGroups(),
                config.alertmanager());
    }

    /** The same stack as another cluster's. */
    public static MonitoringConfig named(MonitoringConfig config, String cluster, String namespace) {
        return new MonitoringConfig(
                new ResourceName(cluster),
                new ResourceName(namespace),
                config.kubernetesMinor(),
                config.gatewayApi(),
                config.settings(),
                config.externalLabels().with("cluster", cluster),
                config.bucket(),
                config.ruleGroups(),
                config.alertmanager());
    }

    /** The same with another bucket. */
    public static MonitoringConfig withBucket(MonitoringConfig config, Optional<BucketAccess> bucket) {
        return new MonitoringConfig(
                config.cluster(),
                config.namespace(),
                config.kubernetesMinor(),
                config.gatewayApi(),
                config.settings(),
                config.externalLabels(),
                bucket,
                config.ruleGroups(),
                config.alertmanager());
    }

    /** The same with other rule groups. */
    public static MonitoringConfig withRules(MonitoringConfig config, List<RuleGroup> groups) {
        return new MonitoringConfig(
                config.cluster(),
                config.namespace(),
                config.kubernetesMinor(),
                config.gatewayApi(),
                config.settings(),
                config.externalLabels(),
                config.bucket(),
                groups,
                config.alertmanager());
    }

    /** The same with other routes, which have no secrets. */
    public static MonitoringConfig withRouting(MonitoringConfig config, String yaml) {
        return new MonitoringConfig(
                config.cluster(),
                config.namespace(),
                config.kubernetesMinor(),
                config.gatewayApi(),
                config.settings(),
                config.externalLabels(),
                config.bucket(),
                config.ruleGroups(),
                Optional.of(new AlertmanagerConfig(
                        config.alertmanager().orElseThrow().routing(),
                        yaml,
                        config.alertmanager().orElseThrow().secretFiles())));
    }

    /** The same for another Kubernetes, with or without the Gateway API. */
    public static MonitoringConfig withKubernetes(MonitoringConfig config, int minor, boolean gatewayApi) {
        return new MonitoringConfig(
                config.cluster(),
                config.namespace(),
                minor,
                gatewayApi,
                config.settings(),
                config.externalLabels(),
                config.bucket(),
                config.ruleGroups(),
                config.alertmanager());
    }

    /** The same with other external labels. */
    public static MonitoringConfig withLabels(MonitoringConfig config, Map<String, String> labels) {
        return new MonitoringConfig(
                config.cluster(),
                config.namespace(),
                config.kubernetesMinor(),
                config.gatewayApi(),
                config.settings(),
                LabelSet.of(labels),
                config.bucket(),
                config.ruleGroups(),
                config.alertmanager());
    }

    public static ObjectStoreConfig s3() {
        return new ObjectStoreConfig(
                "S3",
                Map.of(
                        "bucket", "thanos",
                        "endpoint", "192.0.2.1:7070",
                        "region", "us-east-1",
                        "insecure", true,
                        "bucket_lookup_type", "path",
                        "access_key", "lab"),
                Map.of("secret_key", Secret.of(CANARIES.get(0))),
                "");
    }

    public static BucketAccess filesystem() {
        var store = new ObjectStoreConfig("FILESYSTEM", Map.of("directory", "/var/lib/thanos-bucket"), Map.of(), "");
        return new BucketAccess(new ResourceName("local"), store, Retention.forEver(), true);
    }

    public static Retention retention() {
        return new Retention(PromDuration.of("30d"), PromDuration.of("120d"), PromDuration.of("1y"));
    }

    public static AlertmanagerConfig routing() {
        var yaml = """
                route:
                  receiver: slack
                  group_by: [alertname, cluster]
                  routes:
                    - matchers: ['severity="critical"']
                      receiver: on-call
                receivers:
                  - name: slack
                    slack_configs:
                      - api_url_file: /etc/alertmanager/secrets/slack-url
                        channel: '#monitoring'
                  - name: on-call
                    victorops_configs:
                      - api_key_file: /etc/alertmanager/secrets/victorops-key
                        routing_key: devops
                """;
        return new AlertmanagerConfig(
                new RoutingId(UUID.nameUUIDFromBytes(new byte[] {1})),
                yaml,
                Map.of(
                        "slack-url", Secret.of(CANARIES.get(1)),
                        "victorops-key", Secret.of(CANARIES.get(2))));
    }

    /** One rule group out of its YAML. */
    public static RuleGroup group(String yaml, Evaluator evaluator) {
        return group(BoundedYaml.loadMap("yaml", yaml), evaluator);
    }

    /** All groups of a rule file on the class path. */
    public static List<RuleGroup> groups(String resource, Evaluator evaluator) {
        var file = BoundedYaml.loadMap("yaml", text(resource));
        var groups = (List<?>) requireNonNull(file.get("groups"));
        return groups.stream()
                .map(group -> group(BoundedYaml.asMap("group", (Map<?, ?>) group), evaluator))
                .toList();
    }

    private static RuleGroup group(Map<String, Object> document, Evaluator evaluator) {
        var name = (String) requireNonNull(document.get("name"));
        var id = new RuleGroupId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
        return new RuleGroup(
                id, name, evaluator, LabelSelector.everything(), true, document, List.of(), Instant.EPOCH, 0);
    }

    public static String text(String resource) {
        try (var in = MonitoringConfigFixtures.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
