package io.gauntlet.sandbox.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class LiveClusterTests {

    @Test
    void podsOfAStackAppearAndBecomeReady() {
        var stack = SimulatedStack.ready();

        assertThat(stack.warnings()).isEmpty();
        assertThat(stack.podsOf("")).allMatch(Tree::isReady).hasSize(3 + 2 + 1 + 1 + 1 + 3 + 3);
        assertThat(stack.podsOf("prometheus-"))
                .extracting(Tree::name)
                .containsExactly("prometheus-0", "prometheus-1", "prometheus-2");
        assertThat(Tree.number(stack.object("StatefulSet", "prometheus"), 0, "status", "readyReplicas"))
                .isEqualTo(3);
        assertThat(Tree.number(stack.object("Deployment", "thanos-query"), 0, "status", "availableReplicas"))
                .isEqualTo(2);
        assertThat(Tree.number(stack.object("DaemonSet", "node-exporter"), 0, "status", "numberReady"))
                .isEqualTo(3);
    }

    @Test
    void replicasLieOnDifferentNodes() {
        var stack = SimulatedStack.ready();

        assertThat(stack.podsOf("prometheus-").stream().map(pod -> Tree.text(pod, "spec", "nodeName")))
                .doesNotHaveDuplicates()
                .hasSize(3);
    }

    @Test
    void aQuietClusterWritesNothing() {
        var stack = SimulatedStack.ready();
        var before = stack.objects.writes();

        stack.cluster.touched();
        stack.pass(60);

        assertThat(stack.objects.writes()).isEqualTo(before);
    }

    @Test
    void orderedPodsWaitForTheOneBefore() {
        var stack = new SimulatedStack();
        stack.applyAll();
        stack.time.pass(java.time.Duration.ofMillis(500));

        assertThat(stack.podsOf("alertmanager-")).hasSize(1);
        assertThat(stack.podsOf("prometheus-")).hasSize(3);
    }

    @Test
    void aMissingSecretKeepsPodsWaitingAndIsNamed() {
        var stack = new SimulatedStack();
        stack.applyAll();
        stack.objects.delete("Secret", SimulatedStack.NAMESPACE, "bucket");
        stack.pass(30);

        var pod = stack.object("Pod", "thanos-store-0");
        assertThat(Tree.text(pod, "status", "phase")).isEqualTo("Pending");
        assertThat(waiting(pod, "store")).isEqualTo("ContainerCreating");
        assertThat(stack.warnings())
                .contains("FailedMount: MountVolume.SetUp failed for volume \"bucket\" : secret \"bucket\" not found");
    }

    @Test
    void aMissingStorageClassKeepsClaimsAndPodsPending() {
        var stack = new SimulatedStack();
        stack.applyAll();
        stack.objects.delete("StorageClass", "", "fast");
        stack.pass(30);

        assertThat(Tree.text(stack.object("PersistentVolumeClaim", "data-prometheus-0"), "status", "phase"))
                .isEqualTo("Pending");
        assertThat(stack.warnings()).contains("storageclass.storage.k8s.io \"fast\" not found");
        assertThat(stack.readyPodsOf("prometheus-")).isZero();
        stack.apply("{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}}");
        stack.pass(30);
        assertThat(stack.readyPodsOf("prometheus-")).isEqualTo(3);
    }

    @Test
    void aMissingServiceAccountIsReportedOnTheOwner() {
        var stack = new SimulatedStack();
        stack.applyAll();
        stack.objects.edit(
                "StatefulSet",
                SimulatedStack.NAMESPACE,
                "thanos-store",
                set -> ((ObjectNode) Tree.at(set, "spec", "template", "spec")).put("serviceAccountName", "store"));
        stack.pass(30);

        assertThat(stack.podsOf("thanos-store-")).isEmpty();
        assertThat(stack.warnings()).contains("serviceaccount \"store\" not found");
    }

    @Test
    void anUnknownFlagCrashesWithTheProgramsOwnMessage() {
        var stack = SimulatedStack.ready();

        stack.argue("Deployment", "thanos-query", "query", "--store=thanos-store:10901");
        stack.pass(10);

        var crashed = stack.podsOf("thanos-query-").stream()
                .filter(pod -> !Tree.isReady(pod))
                .findFirst()
                .orElseThrow();
        assertThat(waiting(crashed, "query")).isEqualTo("CrashLoopBackOff");
        assertThat(lastMessage(crashed, "query")).contains("thanos: error: unknown long flag '--store'");
        assertThat(stack.readyPodsOf("thanos-query-")).isEqualTo(2);
    }

    @Test
    void anOldVersionStillKnowsTheFlag() {
        var stack = SimulatedStack.ready();

        stack.objects.edit("Deployment", SimulatedStack.NAMESPACE, "thanos-query", deployment -> {
            var container = (ObjectNode) Tree.at(deployment, "spec", "template", "spec", "containers")
                    .get(0);
            container
                    .put("image", "quay.io/thanos/thanos:v0.37.2")
                    .putArray("args")
                    .add("query")
                    .add("--store=x:1");
        });
        stack.pass(30);

        assertThat(stack.podsOf("thanos-query-")).hasSize(2).allMatch(Tree::isReady);
    }

    @Test
    void aSidecarWithoutExternalLabelsCrashes() {
        var stack = new SimulatedStack();
        stack.applyAll();
        stack.configure("prometheus", "prometheus.yml", "global: {}\n");
        stack.pass(10);

        assertThat(lastMessage(stack.object("Pod", "prometheus-0"), "thanos-sidecar"))
                .contains("no external labels configured on Prometheus server");
    }

    @Test
    void aCompactorRefusesShortRawRetention() {
        var stack = SimulatedStack.ready();

        stack.argue(
                "StatefulSet",
                "thanos-compact",
                "compact",
                "--wait",
                "--retention.resolution-raw=12h",
                "--objstore.config-file=/etc/objstore/objstore.yml");
        stack.pass(10);

        assertThat(lastMessage(stack.object("Pod", "thanos-compact-0"), "compact"))
                .contains("raw resolution must be higher than the minimum block size");
    }

    @Test
    void aBrokenFirstConfigurationCrashesAndRecovers() {
        var stack = new SimulatedStack();
        stack.applyAll();
        stack.configure("prometheus-rules", "watchdog.yaml", "groups: [{name: a, rules: [{alert: X}]}]\n");
        stack.pass(10);
        assertThat(waiting(stack.object("Pod", "prometheus-0"), "prometheus")).isEqualTo("CrashLoopBackOff");
        assertThat(lastMessage(stack.object("Pod", "prometheus-0"), "prometheus"))
                .contains("field 'expr' must be set in rule");

        stack.configure("prometheus-rules", "watchdog.yaml", "groups: []\n");
        stack.pass(120);

        assertThat(stack.readyPodsOf("prometheus-")).isEqualTo(3);
        assertThat(Tree.at(stack.object("Pod", "prometheus-0"), "status", "containerStatuses")
                        .get(0)
                        .path("restartCount")
                        .asInt())
                .isPositive();
    }

    @Test
    void aChangedTemplateReplacesPodsFromTheHighestOrdinal() {
        var stack = SimulatedStack.ready();
        var before = uids(stack);

        stack.argue("StatefulSet", "prometheus", "--config.file=/etc/prometheus/prometheus.yml", "--nonsense");
        stack.pass(20);

        var after = uids(stack);
        assertThat(after.get("prometheus-0")).isEqualTo(before.get("prometheus-0"));
        assertThat(after.get("prometheus-1")).isEqualTo(before.get("prometheus-1"));
        assertThat(after.get("prometheus-2")).isNotEqualTo(before.get("prometheus-2"));
        assertThat(Tree.number(stack.object("StatefulSet", "prometheus"), 0, "status", "updatedReplicas"))
                .isEqualTo(1);
    }

    @Test
    void scalingDownRemovesTheHighestOrdinalsAndKeepsClaims() {
        var stack = SimulatedStack.ready();

        stack.objects.edit(
                "StatefulSet",
                SimulatedStack.NAMESPACE,
                "prometheus",
                set -> set.withObjectProperty("spec").put("replicas", 1));
        stack.pass(20);

        assertThat(stack.podsOf("prometheus-")).extracting(Tree::name).containsExactly("prometheus-0");
        assertThat(stack.objects.list("PersistentVolumeClaim")).hasSize(3);
        assertThat(Tree.number(stack.object("StatefulSet", "prometheus"), 0, "status", "replicas"))
                .isEqualTo(1);
    }

    @Test
    void podsGoWithTheirOwner() {
        var stack = SimulatedStack.ready();

        stack.objects.delete("Deployment", SimulatedStack.NAMESPACE, "thanos-query");
        stack.pass(5);

        assertThat(stack.podsOf("thanos-query-")).isEmpty();
        assertThat(stack.objects.list("ReplicaSet")).isEmpty();
    }

    @Test
    void servicesListTheirPods() {
        var stack = SimulatedStack.ready();

        var slices = stack.cluster.slicesOf(SimulatedStack.NAMESPACE, "prometheus");

        assertThat(slices).hasSize(1);
        assertThat(slices.getFirst().path("endpoints")).hasSize(3);
        assertThat(slices.getFirst().path("ports").toString()).contains("10901");
    }

    @Test
    void aPatchedAnnotationBringsChangedFilesWithinTwoSecondsAndRestartsNothing() {
        var stack = SimulatedStack.ready();
        var rules = "groups: [{name: fresh, rules: []}]\n";

        stack.configure("prometheus-rules", "watchdog.yaml", rules);
        stack.time.pass(java.time.Duration.ofMillis(500));
        assertThat(groups(stack)).isEqualTo("meta");
        stack.objects.edit(
                "Pod",
                SimulatedStack.NAMESPACE,
                "prometheus-0",
                pod -> pod.withObjectProperty("metadata")
                        .withObjectProperty("annotations")
                        .put("touched", "1"));
        stack.time.pass(java.time.Duration.ofMillis(1500));

        assertThat(groups(stack)).isEqualTo("fresh");
        assertThat(Tree.at(stack.object("Pod", "prometheus-0"), "status", "containerStatuses"))
                .allMatch(container -> container.path("restartCount").asInt(-1) == 0);
    }

    @Test
    void changedFilesArriveAfterTheKubeletsPeriod() {
        var stack = SimulatedStack.ready();

        stack.configure("prometheus-rules", "watchdog.yaml", "groups: [{name: fresh, rules: []}]\n");
        stack.pass(4);

        assertThat(groups(stack)).isEqualTo("fresh");
    }

    @Test
    void brokenRulesKeepTheOldOnesLoaded() {
        var stack = SimulatedStack.ready();

        stack.configure("prometheus-rules", "watchdog.yaml", "groups: [{name: fresh, rules: [{alert: A}]}]\n");
        stack.pass(4);

        assertThat(groups(stack)).isEqualTo("meta");
        assertThat(prometheus(stack).reloadFailure()).isPresent();
        assertThat(String.join("\n", prometheus(stack).log()))
                .contains("/etc/prometheus/rules/watchdog.yaml")
                .contains("field 'expr' must be set in rule");
    }

    private static Program prometheus(SimulatedStack stack) {
        return stack.cluster
                .pod(SimulatedStack.NAMESPACE, "prometheus-0")
                .flatMap(pod -> pod.running(Component.Kind.PROMETHEUS))
                .orElseThrow()
                .program();
    }

    private static String groups(SimulatedStack stack) {
        return prometheus(stack).ruleFiles().stream()
                .flatMap(file -> file.groups().stream())
                .map(RuleFile.Group::name)
                .collect(Collectors.joining(","));
    }

    private static java.util.Map<String, String> uids(SimulatedStack stack) {
        return stack.podsOf("prometheus-").stream().collect(Collectors.toMap(Tree::name, Tree::uid));
    }

    private static String waiting(JsonNode pod, String container) {
        return Tree.text(status(pod, container), "state", "waiting", "reason");
    }

    private static String lastMessage(JsonNode pod, String container) {
        return Tree.text(status(pod, container), "lastState", "terminated", "message");
    }

    private static JsonNode status(JsonNode pod, String container) {
        for (var status : Tree.at(pod, "status", "containerStatuses")) {
            if (Tree.text(status, "name").equals(container)) {
                return status;
            }
        }
        throw new AssertionError("no container " + container);
    }
}
