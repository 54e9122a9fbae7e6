package io.gauntlet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceType;
import io.gauntlet.sandbox.Fault;
import io.gauntlet.sandbox.RequestLog;
import io.gauntlet.sandbox.SandboxCluster;
import io.gauntlet.sandbox.SandboxFleet;
import io.gauntlet.sandbox.SandboxOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Identities and versions are read without content, and changes are told as they happen. */
class ObjectMetadataTests {

    private static final ResourceType CONFIG_MAP = new ResourceType("", "v1", "ConfigMap", "configmaps", true);
    private static final LabelSelector OURS = LabelSelector.parse("owner=us");

    private SandboxFleet fleet;
    private SandboxCluster cluster;
    private TestClusterApis apis;
    private ClusterApi api;

    @BeforeEach
    void start() {
        fleet = SandboxFleet.start(SandboxOptions.defaults(new byte[32]).withoutLife());
        cluster = fleet.cluster("tokyo");
        apis = new TestClusterApis();
        api = apis.of(cluster);
    }

    @AfterEach
    void stop() {
        apis.close();
        fleet.close();
    }

    private LiveObject apply(String name, String owner, String content) {
        var ref = new ObjectRef(CONFIG_MAP, "default", name);
        var json = """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s","namespace":"default","labels":{"owner":"%s"}},
                 "data":{"a":"%s"}}""".formatted(name, owner, content);
        var expected = api.get(ref).map(live -> new ApplyRequest.Expected(live.uid(), live.resourceVersion()));
        var request = new ApplyRequest(ref, json.getBytes(StandardCharsets.UTF_8), expected, false, false);
        return ((ApplyOutcome.Applied) api.apply(request)).live();
    }

    @Test
    void theListNamesWhatMatchesAtItsVersion() {
        var one = apply("one", "us", "x");
        apply("two", "them", "x");
        assertThat(api.listMetadata(CONFIG_MAP, "default", OURS))
                .containsExactly(new ObjectVersion(one.ref(), one.uid(), one.resourceVersion()));
    }

    @Test
    void longListsAreReadPageByPageAndFromTheStartWhenTheyExpire() {
        for (var i = 0; i < 510; i++) {
            apply("many-" + i, "us", "x");
        }
        assertThat(api.listMetadata(CONFIG_MAP, "default", OURS)).hasSize(510);
        assertThat(cluster.requestLog().entries())
                .extracting(RequestLog.Entry::path)
                .anyMatch(path -> path.contains("continue="));
    }

    @Test
    void aKindThatIsNotServedHasNoObjects() {
        var unknown = new ResourceType("example.org", "v1", "Thing", "things", true);
        assertThat(api.listMetadata(unknown, "default", OURS)).isEmpty();
    }

    @Test
    void anAnswerThatIsCutOffIsNoList() {
        apply("one", "us", "x");
        cluster.faults().add(Fault.cutAfter(40));
        assertThatThrownBy(() -> api.listMetadata(CONFIG_MAP, "default", OURS))
                .isInstanceOf(ClusterCallException.class);
    }

    private static boolean told(Semaphore changes) throws InterruptedException {
        return changes.tryAcquire(10, TimeUnit.SECONDS);
    }

    @Test
    void changesAreToldUntilTheWatchIsClosed() throws InterruptedException {
        var changes = new Semaphore(0);
        var watch = api.watchMetadata(CONFIG_MAP, "default", OURS, changes::release);
        assertThat(told(changes)).as("the watch stands").isTrue();
        apply("one", "us", "x");
        assertThat(told(changes)).isTrue();
        apply("one", "us", "y");
        assertThat(told(changes)).isTrue();
        apply("two", "them", "x");
        assertThat(changes.tryAcquire(Duration.ofMillis(500).toMillis(), TimeUnit.MILLISECONDS))
                .as("what does not match")
                .isFalse();
        watch.close();
        Thread.sleep(300);
        changes.drainPermits();
        apply("one", "us", "z");
        assertThat(changes.tryAcquire(Duration.ofMillis(500).toMillis(), TimeUnit.MILLISECONDS))
                .as("after the close")
                .isFalse();
    }

    @Test
    void aForgottenVersionAndAFailingServerOnlyDelayTheWatch() throws InterruptedException {
        var changes = new Semaphore(0);
        cluster.faults().add(Fault.tooManyRequests(Duration.ofSeconds(1)).times(1));
        try (var _ = api.watchMetadata(CONFIG_MAP, "default", OURS, changes::release)) {
            assertThat(told(changes)).isTrue();
            cluster.compact();
            apply("one", "us", "x");
            assertThat(told(changes)).isTrue();
        }
    }
}
