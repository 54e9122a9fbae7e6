package io.gauntlet.sandbox.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.sandbox.workload.SimulatedStack;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PodEndpointsTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private SimulatedStack stack = new SimulatedStack();
    private PodEndpoints endpoints = new PodEndpoints(stack.cluster);
    private String querier = "";

    @BeforeEach
    void startStack() {
        stack = SimulatedStack.ready();
        endpoints = new PodEndpoints(stack.cluster);
        querier = stack.podsOf("thanos-query-")
                .getFirst()
                .path("metadata")
                .path("name")
                .asString();
    }

    @Test
    void theQuerierListsSidecarsStoreAndRuler() {
        var stores = get(querier, 10902, "/api/v1/stores").path("data");

        assertThat(stores.propertyNames()).containsExactlyInAnyOrder("sidecar", "store", "rule");
        assertThat(stores.path("sidecar")).hasSize(3);
        assertThat(stores.path("store")).hasSize(1);
        var sidecar = stores.path("sidecar").get(0);
        assertThat(sidecar.path("maxTime").asLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(sidecar.path("lastError").isNull()).isTrue();
        assertThat(sidecar.path("labelSets").get(0).path("cluster").asString()).isEqualTo("tokyo");
        assertThat(stores.path("rule")
                        .get(0)
                        .path("labelSets")
                        .get(0)
                        .path("ruler_replica")
                        .asString())
                .isEqualTo("thanos-rule-0");
    }

    @Test
    void aStoreDropsOutWithItsPod() {
        stack.objects.edit(
                "StatefulSet",
                SimulatedStack.NAMESPACE,
                "prometheus",
                set -> set.withObjectProperty("spec").put("replicas", 2));
        stack.pass(5);

        assertThat(get(querier, 10902, "/api/v1/stores").path("data").path("sidecar"))
                .hasSize(2);
    }

    @Test
    void withoutDeduplicationThereAreThreeTimesAsManySeries() {
        var query = "up{job=\"prometheus\"}";

        var once = results(querier, query + "&dedup=true");
        var all = results(querier, query + "&dedup=false");

        assertThat(once).hasSize(3);
        assertThat(all).hasSize(9);
        assertThat(once.getFirst().path("metric").has("replica")).isFalse();
        assertThat(all.getFirst().path("metric").path("replica").asString()).startsWith("prometheus-");
        assertThat(once.getFirst().path("value").get(1).asString()).isEqualTo("1");
    }

    @Test
    void aggregationsAndComparisonsAreComputed() {
        assertThat(value(querier, "count(up{job=\"prometheus\"})")).isEqualTo("3");
        assertThat(value(querier, "sum by (cluster) (up{job=\"pods\"}) / 3 + 1"))
                .isEqualTo("2");
        assertThat(results(querier, "up == 0")).isEmpty();
        assertThat(value(querier, "absent(nothing{a=\"b\"})")).isEqualTo("1");
        assertThat(value(querier, "job:up:count{job=\"pods\"}")).isEqualTo("3");
    }

    @Test
    void aBrokenExpressionIsRefusedLikeUpstream() {
        var answer = answer(querier, 10902, "GET", "/api/v1/query?query=" + encoded("up{"), "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"errorType\":\"bad_data\"").contains("parse error");
    }

    @Test
    void aRangeHasAPointForEachStep() {
        var range = get(querier, 10902, "/api/v1/query_range?query=vector(1)&start=1000&end=1060&step=30")
                .path("data");

        assertThat(range.path("resultType").asString()).isEqualTo("matrix");
        assertThat(range.path("result").get(0).path("values")).hasSize(3);
        assertThat(answer(querier, 10902, "GET", "/api/v1/query_range?query=up&start=0&end=99999999&step=1", "")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void prometheusShowsItsRulesAndTheirAlerts() {
        var groups = get("prometheus-1", 9090, "/api/v1/rules").path("data").path("groups");

        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).path("file").asString()).isEqualTo("/etc/prometheus/rules/watchdog.yaml");
        assertThat(groups.get(0).path("interval").asInt()).isEqualTo(30);
        var watchdog = groups.get(0).path("rules").get(0);
        assertThat(watchdog.path("state").asString()).isEqualTo("firing");
        assertThat(watchdog.path("alerts").get(0).path("value").asString()).isEqualTo("1e+00");
        assertThat(groups.get(0).path("rules").get(1).path("state").asString()).isEqualTo("inactive");
    }

    @Test
    void prometheusShowsItsConfigurationWithTheReplicaFilledIn() {
        var yaml = get("prometheus-2", 9090, "/api/v1/status/config")
                .path("data")
                .path("yaml")
                .asString();

        assertThat(yaml).contains("replica: prometheus-2").contains("rule_files:");
    }

    @Test
    void targetsComeFromDiscoveryAndRelabelling() {
        var active = get("prometheus-0", 9090, "/api/v1/targets").path("data").path("activeTargets");

        assertThat(active)
                .hasSize(6)
                .allMatch(target -> target.path("health").asString().equals("up"));
        assertThat(active.get(0).path("labels").path("pod").asString()).startsWith("prometheus-");
    }

    @Test
    void theRulerEvaluatesOverTheQuerier() {
        var before = get("thanos-rule-0", 10902, "/api/v1/rules")
                .path("data")
                .path("groups")
                .get(0);
        assertThat(before.path("rules").get(0).path("state").asString()).isEqualTo("inactive");
        assertThat(before.path("partialResponseStrategy").asString()).isEqualTo("ABORT");

        stack.objects.edit(
                "StatefulSet",
                SimulatedStack.NAMESPACE,
                "prometheus",
                set -> set.withObjectProperty("spec").put("replicas", 2));
        stack.pass(5);

        var after = get("thanos-rule-0", 10902, "/api/v1/rules")
                .path("data")
                .path("groups")
                .get(0);
        assertThat(after.path("rules").get(0).path("state").asString()).isEqualTo("firing");
        assertThat(names(get("alertmanager-1", 9093, "/api/v2/alerts"))).contains("ReplicaMissing");
    }

    @Test
    void theQuerierShowsTheGroupsOfAllReplicasOnce() {
        var groups = get(querier, 10902, "/api/v1/rules").path("data").path("groups");

        assertThat(groups).hasSize(2);
        assertThat(groups.toString()).contains("\"name\":\"meta\"").contains("\"name\":\"global\"");
    }

    @Test
    void theWatchdogReachesEveryAlertmanagerWithoutTheReplica() {
        for (var pod : List.of("alertmanager-0", "alertmanager-1", "alertmanager-2")) {
            var alerts = get(pod, 9093, "/api/v2/alerts");

            assertThat(names(alerts)).containsExactly("Watchdog");
            assertThat(alerts.get(0).path("labels").has("replica")).isFalse();
            assertThat(alerts.get(0).path("labels").path("cluster").asString()).isEqualTo("tokyo");
            assertThat(alerts.get(0).path("receivers").get(0).path("name").asString())
                    .isEqualTo("devops");
        }
    }

    @Test
    void alertmanagersSeeEachOther() {
        var status = get("alertmanager-2", 9093, "/api/v2/status");

        assertThat(status.path("cluster").path("status").asString()).isEqualTo("ready");
        assertThat(status.path("cluster").path("peers")).hasSize(3);
        assertThat(metrics("alertmanager-2", 9093)).contains("alertmanager_cluster_members 3");
    }

    @Test
    void theShownAlertmanagerConfigurationHoldsNoSecret() {
        var original = get("alertmanager-0", 9093, "/api/v2/status")
                .path("config")
                .path("original")
                .asString();

        assertThat(original).contains("receiver: devops").contains("<secret>").doesNotContain("canary");
    }

    @Test
    void theConfigHashIsTheFirstSixBytesOfTheSumLeastFirst() {
        assertThat(ProgramMetrics.configHash("route: {receiver: default}\n")).isEqualTo(expectedHash());
        assertThat(metrics("alertmanager-0", 9093)).containsPattern("alertmanager_config_hash [0-9.]+e\\+1[0-4]");
    }

    private static double expectedHash() {
        try {
            var sum = java.security.MessageDigest.getInstance("MD5")
                    .digest("route: {receiver: default}\n".getBytes(StandardCharsets.UTF_8));
            var padded = java.util.Arrays.copyOf(java.util.Arrays.copyOf(sum, 6), 8);
            return java.nio.ByteBuffer.wrap(padded)
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .getLong();
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void blocksOfAStreamDoNotOverlapAndMatchTheStore() {
        var blocks =
                get("thanos-compact-0", 10902, "/api/v1/blocks").path("data").path("blocks");
        var store =
                get(querier, 10902, "/api/v1/stores").path("data").path("store").get(0);

        assertThat(store.path("labelSets")).hasSize(3);
        var spans = new ArrayList<JsonNode>();
        blocks.forEach(block -> {
            var thanos = block.path("thanos");
            if (thanos.path("labels").path("replica").asString().equals("prometheus-0")
                    && thanos.path("downsample").path("resolution").asInt() == 0) {
                spans.add(block);
            }
        });
        assertThat(spans).hasSizeGreaterThan(3);
        for (var i = 1; i < spans.size(); i++) {
            assertThat(spans.get(i).path("minTime").asLong())
                    .isEqualTo(spans.get(i - 1).path("maxTime").asLong());
        }
        assertThat(spans.getFirst().path("minTime").asLong())
                .isEqualTo(store.path("minTime").asLong());
        assertThat(spans.getLast().path("maxTime").asLong())
                .isEqualTo(store.path("maxTime").asLong());
        assertThat(spans.getFirst().path("ulid").asString()).hasSize(26);
    }

    @Test
    void prometheusNamesTheAlertmanagersThatItsConfigurationFinds() {
        var data = get("prometheus-0", 9090, "/api/v1/alertmanagers").path("data");

        assertThat(data.path("activeAlertmanagers")).hasSize(3);
        assertThat(data.path("activeAlertmanagers").get(0).path("url").asString())
                .matches("http://10\\.244\\.\\d+\\.\\d+:9093/api/v2/alerts");
    }

    @Test
    void aSilenceHoldsAnAlertBackUntilItIsExpired() {
        var body = "{\"matchers\":[{\"name\":\"alertname\",\"value\":\"Watchdog\",\"isRegex\":false}],"
                + "\"startsAt\":\"2026-11-24T09:00:00Z\",\"endsAt\":\"2026-11-25T09:00:00Z\","
                + "\"createdBy\":\"test\",\"comment\":\"quiet\"}";

        var made = JSON.readTree(
                answer("alertmanager-0", 9093, "POST", "/api/v2/silences", body).body());

        var alert = get("alertmanager-1", 9093, "/api/v2/alerts").get(0);
        assertThat(alert.path("status").path("state").asString()).isEqualTo("suppressed");
        answer(
                "alertmanager-1",
                9093,
                "DELETE",
                "/api/v2/silence/" + made.path("silenceID").asString(),
                "");
        assertThat(get("alertmanager-0", 9093, "/api/v2/alerts")
                        .get(0)
                        .path("status")
                        .path("state")
                        .asString())
                .isEqualTo("active");
    }

    @Test
    void whatDoesNotListenRefusesTheConnection() {
        assertThat(answer("prometheus-0", 1234, "GET", "/", "").body()).contains("connection refused");
        assertThat(endpoints.answer("monitoring", "nobody", "9090", "GET", "/", ""))
                .isEmpty();
    }

    @Test
    void aServiceIsAnsweredByAPodBehindIt() {
        assertThat(endpoints.answerService("monitoring", "thanos-query", "9090", "GET", "/api/v1/stores", ""))
                .hasValueSatisfying(answer -> assertThat(answer.body()).contains("sidecar"));
        assertThat(endpoints.answerService("monitoring", "thanos-query", "http", "GET", "/-/ready", ""))
                .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(200));
        assertThat(endpoints.answerService("monitoring", "nothing", "http", "GET", "/", ""))
                .isEmpty();
    }

    @Test
    void portsCanBeNamed() {
        assertThat(endpoints.answer("monitoring", "prometheus-0", "http-sidecar", "GET", "/metrics", ""))
                .hasValueSatisfying(answer -> assertThat(answer.body()).contains("thanos_sidecar_prometheus_up 1"));
    }

    private Answer answer(String pod, int port, String method, String path, String body) {
        return endpoints
                .answer(SimulatedStack.NAMESPACE, pod, String.valueOf(port), method, path, body)
                .orElseThrow();
    }

    private JsonNode get(String pod, int port, String path) {
        var answer = answer(pod, port, "GET", path, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private String metrics(String pod, int port) {
        return answer(pod, port, "GET", "/metrics", "").body();
    }

    private List<JsonNode> results(String pod, String queryAndMore) {
        var parts = queryAndMore.split("&", 2);
        var path = "/api/v1/query?query=" + encoded(parts[0]) + (parts.length > 1 ? "&" + parts[1] : "");
        var list = new ArrayList<JsonNode>();
        get(pod, 10902, path).path("data").path("result").forEach(list::add);
        return list;
    }

    private String value(String pod, String query) {
        var results = results(pod, query);
        assertThat(results).hasSize(1);
        return results.getFirst().path("value").get(1).asString();
    }

    private static List<String> names(JsonNode alerts) {
        var names = new ArrayList<String>();
        alerts.forEach(alert -> names.add(alert.path("labels").path("alertname").asString()));
        return names;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
