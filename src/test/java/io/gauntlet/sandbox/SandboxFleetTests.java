package io.gauntlet.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.sandbox.workload.SimulatedStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SandboxFleetTests {

    private static final byte[] SECRET = "a secret for tests only, 32 bytes".getBytes(StandardCharsets.UTF_8);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private final SandboxFleet fleet = SandboxFleet.start(SandboxOptions.defaults(SECRET));
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        client.close();
        fleet.close();
    }

    private HttpResponse<String> send(SandboxCluster cluster, String method, String path, String body)
            throws IOException, InterruptedException {
        return send(cluster, cluster.adminToken(), method, path, body);
    }

    private HttpResponse<String> send(SandboxCluster cluster, String token, String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(cluster.url() + path))
                .timeout(Duration.ofSeconds(2))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", method.equals("PATCH") ? "application/apply-patch+yaml" : "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private JsonNode get(SandboxCluster cluster, String path) {
        try {
            return JSON.readTree(send(cluster, "GET", path, "").body());
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void clustersAreReachedByTheirKubeconfigAndKnowNothingOfEachOther() throws Exception {
        var tokyo = fleet.cluster("tokyo");
        var osaka = fleet.cluster("osaka");
        assertThat(fleet.names()).containsExactly("osaka", "tokyo");
        assertThat(tokyo.kubeconfig()).contains("server: http://127.0.0.1:" + fleet.port() + "/clusters/tokyo");
        send(tokyo, "POST", MAPS, "{\"metadata\":{\"name\":\"a\"}}");
        assertThat(send(tokyo, "GET", MAPS + "/a", "").statusCode()).isEqualTo(200);
        assertThat(send(osaka, "GET", MAPS + "/a", "").statusCode()).isEqualTo(404);
        assertThat(send(osaka, tokyo.adminToken(), "GET", MAPS, "").statusCode())
                .isEqualTo(401);
    }

    @Test
    void tokensStayValidWithTheSameSecretAndEndWhenTheyExpire() throws Exception {
        var cluster = fleet.cluster("tokyo");
        var token = cluster.tokenFor("default", "default", Duration.ofHours(1)).orElseThrow();
        assertThat(send(cluster, token, "GET", "/version", "").statusCode()).isEqualTo(200);
        var later = Clock.fixed(Instant.now().plus(Duration.ofHours(2)), ZoneOffset.UTC);
        try (var restarted = SandboxFleet.start(
                SandboxOptions.defaults(SECRET).withClock(later).withoutLife())) {
            var again = restarted.cluster("tokyo");
            assertThat(send(again, cluster.adminToken(), "GET", "/version", "").statusCode())
                    .isEqualTo(200);
            assertThat(send(again, token, "GET", "/version", "").statusCode()).isEqualTo(401);
        }
        assertThat(cluster.tokenFor("default", "nobody", Duration.ofHours(1))).isEqualTo(Optional.empty());
    }

    @Test
    void appliedWorkloadsComeAliveAndAnswerThroughTheProxy() throws Exception {
        var cluster = fleet.cluster("tokyo");
        for (var document : SimulatedStack.read("/sandbox/stack.yaml").split("\n---\n", -1)) {
            var object = JSON.valueToTree(BoundedYaml.loadMap("yaml", document));
            var answer = send(cluster, "PATCH", path(object) + "?fieldManager=test&fieldValidation=Strict", document);
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        }
        await(() -> get(cluster, "/api/v1/namespaces/monitoring/pods?fieldSelector=status.phase%3DRunning")
                        .path("items")
                        .size()
                >= 8);
        var set = "/apis/apps/v1/namespaces/monitoring/statefulsets/prometheus";
        await(() -> get(cluster, set).at("/status/readyReplicas").asInt(0) > 0);
        var ready = send(cluster, "GET", "/api/v1/namespaces/monitoring/pods/prometheus-0:9090/proxy/-/ready", "");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("Ready");
        var version = get(cluster, set).at("/metadata/resourceVersion").asString("");
        Thread.sleep(300);
        assertThat(get(cluster, set).at("/metadata/resourceVersion").asString(""))
                .isEqualTo(version);
    }

    private static String path(JsonNode object) {
        var apiVersion = object.path("apiVersion").asString("");
        var kind = object.path("kind").asString("").toLowerCase(Locale.ROOT);
        var plural = kind.endsWith("s")
                ? kind + "es"
                : kind.endsWith("y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
        var namespace = object.at("/metadata/namespace").asString("");
        return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion + "/"
                + (namespace.isEmpty() ? "" : "namespaces/" + namespace + "/") + plural + "/"
                + object.at("/metadata/name").asString("");
    }

    @Test
    void faultsHitWhatTheyAreMeantFor() throws Exception {
        var cluster = fleet.cluster("tokyo");
        cluster.faults()
                .add(Fault.tooManyRequests(Duration.ofSeconds(3))
                        .onMethods("POST")
                        .onResources("configmaps")
                        .times(2));
        for (var i = 0; i < 2; i++) {
            var refused = send(cluster, "POST", MAPS, "{\"metadata\":{\"name\":\"a\"}}");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).contains("3");
        }
        assertThat(send(cluster, "GET", MAPS, "").statusCode()).isEqualTo(200);
        assertThat(send(cluster, "POST", MAPS, "{\"metadata\":{\"name\":\"a\"}}")
                        .statusCode())
                .isEqualTo(201);
        cluster.faults().add(Fault.expiredToken());
        assertThat(send(cluster, "GET", MAPS, "").statusCode()).isEqualTo(401);
        cluster.faults().clear();
        assertThat(send(cluster, "GET", MAPS, "").statusCode()).isEqualTo(200);
    }

    @Test
    void connectionsBreakBeforeOrAfterTheWork() throws Exception {
        var cluster = fleet.cluster("tokyo");
        cluster.faults().add(Fault.reset().times(1));
        assertThatThrownBy(() -> send(cluster, "POST", MAPS, "{\"metadata\":{\"name\":\"a\"}}"))
                .isInstanceOf(IOException.class);
        assertThat(send(cluster, "GET", MAPS + "/a", "").statusCode()).isEqualTo(404);
        cluster.faults().add(Fault.resetAfterTheWork().onMethods("POST").times(1));
        assertThatThrownBy(() -> send(cluster, "POST", MAPS, "{\"metadata\":{\"name\":\"a\"}}"))
                .isInstanceOf(IOException.class);
        assertThat(send(cluster, "GET", MAPS + "/a", "").statusCode()).isEqualTo(200);
        cluster.faults().add(Fault.cutAfter(20).times(1));
        assertThatThrownBy(() -> send(cluster, "GET", MAPS, "")).isInstanceOf(IOException.class);
        cluster.faults().add(Fault.blackHole().times(1));
        assertThatThrownBy(() -> send(cluster, "GET", MAPS, "")).isInstanceOf(HttpTimeoutException.class);
        cluster.faults().add(Fault.latency(Duration.ofMillis(200)).times(1));
        var start = System.nanoTime();
        assertThat(send(cluster, "GET", MAPS, "").statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
    }

    @Test
    void requestsAreLogged() throws Exception {
        var cluster = fleet.cluster("tokyo");
        send(cluster, "GET", MAPS + "?limit=1", "");
        send(cluster, "POST", MAPS, "{\"metadata\":{\"name\":\"a\"}}");
        assertThat(cluster.requestLog().entries()).hasSize(2);
        assertThat(cluster.requestLog().entries().getFirst().path()).isEqualTo(MAPS + "?limit=1");
        assertThat(cluster.requestLog().writes()).singleElement().satisfies(entry -> {
            assertThat(entry.status()).isEqualTo(201);
            assertThat(entry.bytes()).isPositive();
        });
        assertThat(cluster.requestLog().total()).isEqualTo(2);
    }

    @Test
    void oldVersionsAndUnreadListsExpire() throws Exception {
        var cluster = fleet.cluster("tokyo");
        var first = get(cluster, "/api/v1/configmaps?limit=1");
        var version = first.at("/metadata/resourceVersion").asString("");
        send(cluster, "POST", MAPS, "{\"metadata\":{\"name\":\"a\"}}");
        cluster.compact();
        var rest = send(
                cluster,
                "GET",
                "/api/v1/configmaps?limit=1&continue="
                        + first.at("/metadata/continue").asString(""),
                "");
        assertThat(rest.statusCode()).isEqualTo(410);
        assertThat(JSON.readTree(rest.body()).path("reason").asString("")).isEqualTo("Expired");
        var watch = get(cluster, MAPS + "?watch=true&timeoutSeconds=1&resourceVersion=" + version);
        assertThat(watch.path("type").asString("")).isEqualTo("ERROR");
        assertThat(watch.at("/object/code").asInt(0)).isEqualTo(410);
    }

    @Test
    void gatewayRoutesAreServedOnlyWhereAskedFor() throws Exception {
        var path = "/apis/gateway.networking.k8s.io/v1";
        assertThat(send(fleet.cluster("tokyo"), "GET", path, "").statusCode()).isEqualTo(200);
        try (var plain = SandboxFleet.start(SandboxOptions.defaults(SECRET).withGateway(false))) {
            assertThat(send(plain.cluster("tokyo"), "GET", path, "").statusCode())
                    .isEqualTo(404);
            assertThat(send(plain.cluster("tokyo"), "GET", path + "/httproutes", "")
                            .statusCode())
                    .isEqualTo(404);
        }
    }
}
