package io.gauntlet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceType;
import io.gauntlet.kernel.Secret;
import io.gauntlet.sandbox.Fault;
import io.gauntlet.sandbox.RequestLog;
import io.gauntlet.sandbox.SandboxCluster;
import io.gauntlet.sandbox.SandboxFleet;
import io.gauntlet.sandbox.SandboxOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is said when a cluster does not answer as it should, and that nothing waits for ever. */
class KubernetesApiFaultTests {

    private static final ResourceType CONFIG_MAP = new ResourceType("", "v1", "ConfigMap", "configmaps", true);
    private static final ObjectRef RULES = new ObjectRef(CONFIG_MAP, "default", "rules");

    private final ClusterProperties properties =
            new ClusterProperties(Duration.ofSeconds(2), Duration.ofSeconds(3), true, List.of());
    private SandboxFleet fleet;
    private SandboxCluster cluster;
    private ApiServerClients clients;
    private HttpCalls calls;
    private KubernetesApi api;

    @BeforeEach
    void start() {
        fleet = SandboxFleet.start(SandboxOptions.defaults(new byte[32]).withoutLife());
        cluster = fleet.cluster("faulty");
        clients = new ApiServerClients(new AddressPolicy(properties), properties, java.time.Clock.systemUTC());
        open(cluster.adminToken());
    }

    private void open(String token) {
        calls = clients.open(new ClusterAccess(
                cluster.url(),
                Optional.empty(),
                Optional.empty(),
                new Credentials.Token(Secret.of(token), Optional.empty())));
        api = new KubernetesApi(calls, JsonMapper.shared());
    }

    @AfterEach
    void stop() {
        calls.close();
        clients.close();
        fleet.close();
    }

    private static ApplyRequest rules(String content) {
        var json = """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"rules","namespace":"default"},
                 "data":{"a.yml":"%s"}}""".formatted(content);
        return new ApplyRequest(RULES, json.getBytes(StandardCharsets.UTF_8), Optional.empty(), false, false);
    }

    private ClusterCallException failure(Runnable call) {
        var failed = catchThrowableOfType(ClusterCallException.class, call::run);
        assertThat(failed).as("the call came through").isNotNull();
        return failed;
    }

    @Test
    void aBusyServerIsAskedAgainWhenItSaid() {
        cluster.faults().add(Fault.tooManyRequests(Duration.ofSeconds(1)).times(1));
        assertThat(api.version()).startsWith("v1.");
        cluster.faults().add(Fault.tooManyRequests(Duration.ofSeconds(1)).times(1));
        assertThat(api.apply(rules("one"))).isInstanceOf(ApplyOutcome.Applied.class);
        assertThat(cluster.requestLog().entries())
                .extracting(RequestLog.Entry::status)
                .containsExactly(429, 200, 429, 201);
    }

    @Test
    void aServerThatStaysBusyIsLeftAloneWithinTheTimeOfTheCall() {
        cluster.faults().add(Fault.tooManyRequests(Duration.ofSeconds(1)));
        var before = System.nanoTime();
        var failed = failure(api::version);
        assertThat(failed.failure()).isEqualTo(Failure.THROTTLED);
        assertThat(failed.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
        assertThat(cluster.requestLog().total()).isBetween(2L, 4L);
    }

    @Test
    void aDeleteIsNeverRepeated() {
        var live = ((ApplyOutcome.Applied) api.apply(rules("one"))).live();
        cluster.requestLog().clear();
        cluster.faults().add(Fault.tooManyRequests(Duration.ofSeconds(1)).times(1));
        failure(() -> api.delete(RULES, live.uid(), live.resourceVersion()));
        assertThat(cluster.requestLog().entries()).hasSize(1);
    }

    @Test
    void eachFailureHasItsName() {
        cluster.faults().add(Fault.status(500).times(1));
        assertThat(failure(() -> api.get(RULES)).failure()).isEqualTo(Failure.SERVER_ERROR);
        cluster.faults().add(Fault.status(503).times(1));
        assertThat(failure(() -> api.get(RULES)).failure()).isEqualTo(Failure.SERVER_ERROR);
        cluster.faults().add(Fault.expiredToken().times(1));
        assertThat(failure(() -> api.get(RULES)).failure()).isEqualTo(Failure.UNAUTHORIZED);
        // The client of the JDK opens another connection for a read once, so one reset alone is not seen.
        cluster.faults().add(Fault.reset());
        assertThat(failure(() -> api.get(RULES)).failure()).isEqualTo(Failure.UNREACHABLE);
        cluster.faults().clear();
        cluster.faults().add(Fault.cutAfter(20).times(1));
        assertThat(failure(() -> api.list(CONFIG_MAP, "default", LabelSelector.everything()))
                        .failure())
                .isIn(Failure.BAD_ANSWER, Failure.UNREACHABLE);
        assertThat(api.version()).as("and all is well again").startsWith("v1.");
    }

    @Test
    void aWrongTokenIsUnauthorizedAndABlackHoleTimesOut() {
        calls.close();
        open("not-a-token-of-this-cluster");
        assertThat(failure(() -> api.get(RULES)).failure()).isEqualTo(Failure.UNAUTHORIZED);
        cluster.faults().add(Fault.blackHole());
        var before = System.nanoTime();
        assertThat(failure(() -> api.get(RULES)).failure()).isEqualTo(Failure.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void anAnswerThatRepeatsTheTokenComesWithoutIt() {
        cluster.faults().add(Fault.echo(422).times(1));
        assertThat(api.apply(rules("one")))
                .isInstanceOfSatisfying(
                        ApplyOutcome.Rejected.class,
                        refused ->
                                assertThat(refused.toString()).contains("•••").doesNotContain(cluster.adminToken()));
    }

    @Test
    void whatNobodyListensToIsRefusedAtOnce() {
        var url = cluster.url();
        fleet.close();
        assertThat(failure(api::version))
                .satisfies(failed -> assertThat(failed.failure()).isEqualTo(Failure.UNREACHABLE))
                .hasMessageNotContaining(url);
    }
}
