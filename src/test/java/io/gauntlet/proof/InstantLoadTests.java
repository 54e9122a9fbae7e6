package io.gauntlet.proof;

import static io.gauntlet.proof.ProofFixtures.CLUSTER;
import static io.gauntlet.proof.ProofFixtures.replica;
import static io.gauntlet.proof.ProofFixtures.state;
import static io.gauntlet.proof.ProofFixtures.states;
import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.cluster.ApplyOutcome;
import io.gauntlet.cluster.ApplyRequest;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.SandboxAccess;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceType;
import io.gauntlet.proof.Report.State;
import io.gauntlet.rendering.ManifestRenderer;
import io.gauntlet.rendering.MonitoringConfig;
import io.gauntlet.rendering.MonitoringConfigFixtures;
import io.gauntlet.rule.RuleGroup.Evaluator;
import io.gauntlet.sandbox.SandboxCluster;
import io.gauntlet.sandbox.SandboxFleet;
import io.gauntlet.sandbox.SandboxOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From an apply to the proof on every replica, in a simulated cluster over HTTP and in real time. */
class InstantLoadTests {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** With few rules: simulated programs evaluate all of them for every answer. */
    private final MonitoringConfig tutorial = MonitoringConfigFixtures.withRules(
            MonitoringConfigFixtures.tutorial(),
            List.of(
                    MonitoringConfigFixtures.group(
                            "{name: always, rules: [{alert: Watchdog, expr: vector(1)}]}", Evaluator.PROMETHEUS),
                    MonitoringConfigFixtures.group(
                            "{name: fleet, rules: [{record: one, expr: '1'}]}", Evaluator.RULER)));

    private SandboxFleet fleet;
    private SandboxCluster cluster;
    private SandboxAccess access;
    private ClusterApi api;
    private LoadProofs proofs;

    @BeforeEach
    void pushTheStack() {
        fleet = SandboxFleet.start(SandboxOptions.defaults(new byte[32]));
        cluster = fleet.cluster("tokyo");
        access = new SandboxAccess(cluster);
        api = access.api();
        proofs = new PodProofs(id -> api, Clock.systemUTC());
        var fast = new ObjectRef(
                new ResourceType("storage.k8s.io", "v1", "StorageClass", "storageclasses", false), "", "fast");
        apply(fast, """
                {"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"fast"},
                 "provisioner":"example.org/disks"}""".getBytes(StandardCharsets.UTF_8));
        var expected = push(tutorial);
        until(
                expected,
                report -> states(report, "prometheus").stream().allMatch(State.LOADED::equals)
                        && states(report, "alertmanager").stream().allMatch(State.LOADED::equals)
                        && states(report, "ruler").stream().allMatch(State.LOADED::equals));
    }

    @AfterEach
    void stop() {
        access.close();
        fleet.close();
    }

    private Expectation push(MonitoringConfig config) {
        for (var manifest : new ManifestRenderer().render(config).manifests()) {
            apply(manifest.ref(), manifest.json());
        }
        return proofs.expectation(ProofFixtures.objects(config));
    }

    private void apply(ObjectRef ref, byte[] object) {
        var seen = api.get(ref).map(live -> new ApplyRequest.Expected(live.uid(), live.resourceVersion()));
        assertThat(api.apply(new ApplyRequest(ref, object, seen, false, false)))
                .as(ref.toString())
                .isInstanceOf(ApplyOutcome.Applied.class);
    }

    private MonitoringConfig withRule(String group, Evaluator evaluator) {
        var groups = new ArrayList<>(tutorial.ruleGroups());
        groups.add(MonitoringConfigFixtures.group(group, evaluator));
        return MonitoringConfigFixtures.withRules(tutorial, groups);
    }

    private Report look(Expectation expected) {
        return proofs.look(CLUSTER, expected, Baseline.unknown());
    }

    /** Looks and advances like a rollout, until a report is as wanted. */
    private Report until(Expectation expected, Predicate<Report> wanted) {
        var end = System.nanoTime() + LONG.toNanos();
        var report = look(expected);
        while (!wanted.test(report)) {
            assertThat(System.nanoTime()).as("%s", report).isLessThan(end);
            proofs.advance(CLUSTER, expected, report);
            pause();
            report = look(expected);
        }
        return report;
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** Identity and restarts of each pod that has to show something. */
    private Map<String, String> lives(Expectation expected) {
        var lives = new TreeMap<String, String>();
        for (var workload : expected.showing()) {
            for (var pod : StackPods.read(api, expected).of(workload)) {
                var restarts = pod.live()
                        .content()
                        .path("status")
                        .path("containerStatuses")
                        .valueStream()
                        .map(status -> status.path("restartCount").asString())
                        .toList();
                lives.put(pod.name(), pod.uid() + restarts);
            }
        }
        return lives;
    }

    @Test
    void changedRulesAreLoadedOnEveryReplicaWithoutARestart() {
        var rules = new ArrayList<>(tutorial.ruleGroups());
        rules.add(
                MonitoringConfigFixtures.group("{name: late, rules: [{record: a, expr: '1'}]}", Evaluator.PROMETHEUS));
        rules.add(MonitoringConfigFixtures.group("{name: later, rules: [{record: a, expr: '1'}]}", Evaluator.RULER));
        var changed = MonitoringConfigFixtures.withRules(tutorial, rules);
        for (var pod :
                new String[] {"prometheus-0", "prometheus-1", "prometheus-2", "thanos-rule-0", "thanos-rule-1"}) {
            cluster.faults().stopRenewing("monitoring", pod);
        }
        var expected = push(changed);
        var before = lives(expected);
        assertThat(states(look(expected), "prometheus")).containsOnly(State.APPLIED);
        assertThat(states(look(expected), "ruler")).containsOnly(State.APPLIED);
        cluster.faults().clear();
        var report = until(
                expected,
                one -> one.replicas().stream()
                        .filter(replica -> !replica.component().equals("grafana"))
                        .allMatch(replica -> replica.state() == State.LOADED));
        assertThat(states(report, "prometheus")).containsExactly(State.LOADED, State.LOADED, State.LOADED);
        assertThat(lives(expected)).isEqualTo(before).hasSize(8);
    }

    @Test
    void changedRoutesAreLoadedByOneAlertmanagerAfterTheOther() {
        var expected = push(MonitoringConfigFixtures.withRouting(
                tutorial, "route: {receiver: other}\nreceivers: [{name: other}]\n"));
        var before = lives(expected);
        until(expected, report -> states(report, "alertmanager").stream().allMatch(State.LOADED::equals));
        assertThat(lives(expected)).isEqualTo(before);
    }

    @Test
    void aRouteToAReceiverThatDoesNotExistIsRefusedInTheWordsOfAlertmanager() {
        var expected = push(MonitoringConfigFixtures.withRouting(
                tutorial, "route: {receiver: nobody}\nreceivers: [{name: other}]\n"));
        var report = until(expected, one -> states(one, "alertmanager").stream().allMatch(State.FAILED::equals));
        assertThat(replica(report, "alertmanager-0").detail()).contains("undefined receiver \"nobody\" used in route");
        assertThat(report.complete()).isFalse();
    }

    @Test
    void aRuleThatPrometheusRefusesIsNamed() {
        var expected = push(withRule("{name: worse, rules: [{alert: B, expr: 'sum(('}]}", Evaluator.PROMETHEUS));
        var report = until(expected, one -> states(one, "prometheus").stream().allMatch(State.FAILED::equals));
        assertThat(replica(report, "prometheus-2").detail()).contains("group \"worse\", rule 1, \"B\"");
    }

    @Test
    void theWayBackFromARefusedRuleIsProvenOnlyWhenTheGoodFilesAreThere() {
        var broken = push(withRule("{name: worse, rules: [{alert: B, expr: 'sum(('}]}", Evaluator.PROMETHEUS));
        until(broken, one -> states(one, "prometheus").stream().allMatch(State.FAILED::equals));
        cluster.faults().stopRenewing("monitoring", "prometheus-0");
        var good = push(tutorial);
        var report = until(
                good, one -> state(one, "prometheus-1") == State.LOADED && state(one, "prometheus-2") == State.LOADED);
        assertThat(replica(report, "prometheus-0"))
                .extracting(Report.Replica::state, Report.Replica::detail)
                .containsExactly(State.APPLIED, "its last reload failed, so it may not run the files that it has");
        cluster.faults().clear();
        until(good, one -> state(one, "prometheus-0") == State.LOADED);
    }

    @Test
    void aReplicaThatIsStuckHoldsTheProofBackUntilItIsFree() {
        cluster.faults().stopRenewing("monitoring", "prometheus-1");
        var expected = push(withRule("{name: late, rules: [{record: a, expr: '1'}]}", Evaluator.PROMETHEUS));
        var report = until(
                expected,
                one -> state(one, "prometheus-0") == State.LOADED && state(one, "prometheus-2") == State.LOADED);
        for (var second = 0; second < 3; second++) {
            proofs.advance(CLUSTER, expected, report);
            pause();
            report = look(expected);
        }
        assertThat(state(report, "prometheus-1")).isEqualTo(State.APPLIED);
        assertThat(report.complete()).isFalse();
        cluster.faults().clear();
        until(expected, one -> state(one, "prometheus-1") == State.LOADED);
    }
}
