package io.gauntlet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceType;
import io.gauntlet.kernel.Secret;
import io.gauntlet.sandbox.SandboxCluster;
import io.gauntlet.sandbox.SandboxFleet;
import io.gauntlet.sandbox.SandboxOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** How the program in a pod is told to load changed files, and how it says that it does not. */
class KubernetesApiPodsTests {

    private static final ObjectRef CONFIGURATION =
            new ObjectRef(new ResourceType("", "v1", "ConfigMap", "configmaps", true), "default", "routes");
    private static final ObjectRef POD =
            new ObjectRef(new ResourceType("", "v1", "Pod", "pods", true), "default", "alertmanager");
    private static final String GOOD = "route: {receiver: a}\\nreceivers: [{name: a}]\\n";
    private static final String BAD = "route: {receiver: b}\\nreceivers: [{name: a}]\\n";

    private final ClusterProperties properties =
            new ClusterProperties(Duration.ofSeconds(2), Duration.ofSeconds(3), true, List.of());
    private SandboxFleet fleet;
    private SandboxCluster cluster;
    private ApiServerClients clients;
    private KubernetesApi api;

    @BeforeEach
    void startPod() {
        fleet = SandboxFleet.start(SandboxOptions.defaults(new byte[32]));
        cluster = fleet.cluster("living");
        clients = new ApiServerClients(new AddressPolicy(properties), properties, java.time.Clock.systemUTC());
        api = open(cluster.adminToken());
        configure(GOOD);
        apply(POD, """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"alertmanager","namespace":"default"},"spec":{
                 "containers":[{"name":"alertmanager","image":"quay.io/prometheus/alertmanager:v0.34.2",
                  "args":["--config.file=/etc/am/am.yml"],"volumeMounts":[{"name":"c","mountPath":"/etc/am"}]}],
                 "volumes":[{"name":"c","configMap":{"name":"routes"}}]}}""");
        await(() -> log().contains("Starting Alertmanager"));
    }

    @AfterEach
    void stop() {
        clients.close();
        fleet.close();
    }

    private KubernetesApi open(String token) {
        var credentials = new Credentials.Token(Secret.of(token), Optional.empty());
        return new KubernetesApi(
                clients.open(new ClusterAccess(cluster.url(), Optional.empty(), Optional.empty(), credentials)),
                JsonMapper.shared());
    }

    private void apply(ObjectRef ref, String json) {
        var seen = api.get(ref).map(live -> new ApplyRequest.Expected(live.uid(), live.resourceVersion()));
        var request = new ApplyRequest(ref, json.getBytes(StandardCharsets.UTF_8), seen, false, false);
        assertThat(api.apply(request)).isInstanceOf(ApplyOutcome.Applied.class);
    }

    private void configure(String text) {
        apply(CONFIGURATION, """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"routes","namespace":"default"},
                 "data":{"am.yml":"%s"}}""".formatted(text));
    }

    private String log() {
        return api.podLog("default", "alertmanager", "alertmanager", 50);
    }

    private int reload() {
        return api.proxyPost("default", "alertmanager", 9093, "/-/reload").status();
    }

    private static void await(BooleanSupplier condition) {
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            try {
                Thread.sleep(50);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(ended);
            }
        }
    }

    @Test
    void aRefusedReloadIsAnsweredByTheProgramAndStandsInItsLog() {
        assertThat(reload()).isEqualTo(200);
        configure(BAD);
        await(() -> reload() == 500);
        var answer = api.proxyPost("default", "alertmanager", 9093, "/-/reload");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo("failed to reload config: undefined receiver \"b\" used in route\n");
        assertThat(log()).contains("msg=\"Loading configuration file failed\"").contains("undefined receiver");
        assertThat(api.podLog("default", "alertmanager", "alertmanager", 1).lines())
                .singleElement()
                .asString()
                .contains("level=ERROR");
    }

    @Test
    void aReplicaThatDoesNotRenewItsFilesRunsTheOldOnesUntilItDoes() {
        cluster.faults().stopRenewing("default", "alertmanager");
        configure(BAD);
        var end = System.nanoTime() + Duration.ofMillis(4500).toNanos();
        while (System.nanoTime() < end) {
            assertThat(reload()).isEqualTo(200);
        }
        cluster.faults().clear();
        await(() -> reload() == 500);
    }

    @Test
    void aLogThatIsNotThereIsEmpty() {
        assertThat(api.podLog("default", "nosuch", "alertmanager", 10)).isEmpty();
        assertThat(api.podLog("default", "alertmanager", "nosuch", 10)).isEmpty();
    }

    @Test
    void bothNeedTheirRight() {
        apply(
                new ObjectRef(
                        new ResourceType("", "v1", "ServiceAccount", "serviceaccounts", true), "default", "stranger"),
                "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"stranger\"}}");
        var stranger = open(
                cluster.tokenFor("default", "stranger", Duration.ofHours(1)).orElseThrow());
        assertThat(failure(() -> stranger.proxyPost("default", "alertmanager", 9093, "/-/reload")))
                .isEqualTo(Failure.FORBIDDEN);
        assertThat(failure(() -> stranger.podLog("default", "alertmanager", "alertmanager", 1)))
                .isEqualTo(Failure.FORBIDDEN);
    }

    private static Failure failure(Runnable call) {
        return catchThrowableOfType(ClusterCallException.class, call::run).failure();
    }
}
