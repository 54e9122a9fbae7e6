package io.gauntlet.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.stack.StackSettings.Alertmanager;
import io.gauntlet.stack.StackSettings.Exposure;
import io.gauntlet.stack.StackSettings.Resources;
import io.gauntlet.stack.StackSettings.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The objects of the tutorial in their modern form; docs/rendering.md has the table of rows. */
class TutorialRowTests {

    private final Rendered tutorial = Rendered.of(MonitoringConfigFixtures.tutorial());
    private final Rendered minimal = Rendered.of(MonitoringConfigFixtures.minimal());

    @Test
    void namespaceIsPrivilegedOnlyForTheNodeExporter() {
        var level = "/metadata/labels/pod-security.kubernetes.io~1enforce";
        assertThat(tutorial.get("Namespace", "monitoring").at(level).asString()).isEqualTo("privileged");
        assertThat(minimal.get("Namespace", "monitoring").at(level).asString()).isEqualTo("baseline");
        assertThat(minimal.get("Namespace", "monitoring")
                        .at("/metadata/labels/pod-security.kubernetes.io~1warn")
                        .asString())
                .isEqualTo("restricted");
    }

    @Test
    void everyWorkloadHasItsOwnAccountAndOnlyTwoGetAToken() {
        for (var kind : List.of("StatefulSet", "Deployment", "DaemonSet")) {
            for (var workload : tutorial.all(kind)) {
                var name = workload.at("/metadata/name").asString();
                var pod = workload.at("/spec/template/spec");
                assertThat(pod.get("serviceAccountName").asString()).isEqualTo(name);
                assertThat(tutorial.find("ServiceAccount", name)).isPresent();
                assertThat(pod.get("automountServiceAccountToken").asBoolean())
                        .isEqualTo(List.of("prometheus", "kube-state-metrics").contains(name));
            }
        }
        assertThat(tutorial.all("ServiceAccount"))
                .allMatch(
                        account -> !account.get("automountServiceAccountToken").asBoolean());
    }

    @Test
    void rolesReadNoSecretsAndReachTheKubeletsMetricsOnly() {
        var rules = tutorial.all("ClusterRole").toString();
        assertThat(rules)
                .contains("nodes/metrics", "endpointslices", "/metrics/slis")
                .doesNotContain("secrets", "configmaps", "nodes/proxy", "\"*\"", "create", "update", "patch", "delete");
        assertThat(tutorial.all("ClusterRoleBinding"))
                .allMatch(binding ->
                        binding.at("/subjects/0/namespace").asString().equals("monitoring"));
    }

    @Test
    void podsRunRestrictedAndNeverAsRoot() {
        for (var kind : List.of("StatefulSet", "Deployment", "DaemonSet")) {
            for (var workload : tutorial.all(kind)) {
                var pod = workload.at("/spec/template/spec");
                assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
                assertThat(pod.at("/securityContext/seccompProfile/type").asString())
                        .isEqualTo("RuntimeDefault");
                for (var container : pod.get("containers")) {
                    var security = container.get("securityContext");
                    assertThat(security.get("allowPrivilegeEscalation").asBoolean())
                            .isFalse();
                    assertThat(security.get("readOnlyRootFilesystem").asBoolean())
                            .isTrue();
                    assertThat(security.at("/capabilities/drop/0").asString()).isEqualTo("ALL");
                    assertThat(container.has("readinessProbe")).isTrue();
                    assertThat(container.has("livenessProbe")).isTrue();
                    assertThat(container.has("resources")).isTrue();
                }
            }
        }
    }

    @Test
    void prometheusUploadsReloadsAndKeepsItsIdentity() {
        var spec = tutorial.get("StatefulSet", "prometheus").get("spec");
        assertThat(spec.get("replicas").asInt()).isEqualTo(3);
        assertThat(spec.get("podManagementPolicy").asString()).isEqualTo("Parallel");
        assertThat(tutorial.get("Service", spec.get("serviceName").asString())
                        .at("/spec/clusterIP")
                        .asString())
                .isEqualTo("None");
        assertThat(spec.at("/volumeClaimTemplates/0/spec/storageClassName").asString())
                .isEqualTo("fast");
        assertThat(tutorial.args("StatefulSet", "prometheus", "prometheus"))
                .contains("--storage.tsdb.min-block-duration=2h", "--storage.tsdb.max-block-duration=2h")
                .contains("--web.enable-lifecycle")
                .noneMatch(flag -> flag.startsWith("--storage.tsdb.retention"));
        assertThat(minimal.args("StatefulSet", "prometheus", "prometheus"))
                .noneMatch(flag -> flag.contains("block-duration"));
        assertThat(tutorial.args("StatefulSet", "prometheus", "thanos-sidecar"))
                .contains("--objstore.config-file=/etc/thanos/objstore/objstore.yml")
                .contains("--reloader.rule-dir=/etc/prometheus/rules");
        assertThat(minimal.args("StatefulSet", "prometheus", "thanos-sidecar"))
                .noneMatch(flag -> flag.startsWith("--objstore"));
    }

    @Test
    void olderPrometheusGetsItsRetentionAsAFlag() {
        var old = Rendered.of(MonitoringConfigFixtures.withSettings(
                MonitoringConfigFixtures.tutorial(),
                settings -> SettingsFixtures.with(settings, SettingsFixtures.prometheusVersion("3.5.0"))));
        assertThat(old.args("StatefulSet", "prometheus", "prometheus")).contains("--storage.tsdb.retention.time=2d");
        assertThat(old.text("prometheus-config", "prometheus.yml")).doesNotContain("tsdb:");
    }

    @Test
    void configurationNamesItsRevisionAndExpandsOnlyTheReplicaLabel() {
        var config = MonitoringConfigFixtures.withLabels(
                MonitoringConfigFixtures.tutorial(), Map.of("cluster", "tokyo", "price", "5$ ${HOME}"));
        var rendered = Rendered.of(config);
        var text = rendered.text("prometheus-config", "prometheus.yml");
        var yaml = BoundedYaml.loadMap("prometheus.yml", text);
        assertThat(yaml.get("global"))
                .asString()
                .contains("replica=${POD_NAME}")
                .contains("price=5$$ $${HOME}");
        var revision = rendered.get("ConfigMap", "prometheus-config")
                .at("/metadata/annotations/gauntlet.io~1revision")
                .asString();
        assertThat(yaml.get("rule_files"))
                .isEqualTo(List.of("/etc/prometheus/rules/*.yaml", "/etc/prometheus/revision/" + revision + "*"));
        assertThat(text)
                .doesNotContain(tutorial.get("ConfigMap", "prometheus-config")
                        .at("/metadata/annotations/gauntlet.io~1revision")
                        .asString());
    }

    @Test
    void everyScrapeJobIsThereOnce() {
        var yaml = BoundedYaml.loadMap("prometheus.yml", tutorial.text("prometheus-config", "prometheus.yml"));
        var names = ((List<?>) yaml.getOrDefault("scrape_configs", List.of()))
                .stream().map(job -> (String) ((Map<?, ?>) job).get("job_name")).toList();
        assertThat(names)
                .doesNotHaveDuplicates()
                .contains("prometheus", "thanos-sidecar", "thanos-query", "thanos-store", "thanos-compact")
                .contains("thanos-rule", "alertmanager", "kubelet", "cadvisor", "apiserver", "node-exporter")
                .contains("kube-state-metrics", "kubernetes-pods", "kubernetes-service-endpoints");
    }

    @Test
    void querierFindsEveryKindOfStoreByItsOwnNameAndMergesReplicas() {
        assertThat(tutorial.args("Deployment", "thanos-query", "thanos-query"))
                .contains("--endpoint=dnssrv+_grpc._tcp.prometheus.monitoring.svc")
                .contains("--endpoint=dnssrv+_grpc._tcp.thanos-store.monitoring.svc")
                .contains("--endpoint=dnssrv+_grpc._tcp.thanos-rule.monitoring.svc")
                .contains("--query.replica-label=replica", "--query.replica-label=ruler_replica")
                .contains("--query.auto-downsampling");
        for (var service : List.of("prometheus", "thanos-store", "thanos-rule")) {
            var spec = tutorial.get("Service", service).get("spec");
            assertThat(spec.get("clusterIP").asString()).isEqualTo("None");
            assertThat(spec.get("ports").toString()).contains("\"grpc\"");
        }
        assertThat(minimal.args("Deployment", "thanos-query", "thanos-query"))
                .filteredOn(flag -> flag.startsWith("--endpoint"))
                .hasSize(1);
    }

    @Test
    void rulerHasLabelsOfItsOwnAndAddressesEveryAlertmanager() {
        assertThat(tutorial.args("StatefulSet", "thanos-rule", "thanos-rule"))
                .contains("--label=ruler_cluster=\"tokyo\"", "--label=ruler_replica=\"$(POD_NAME)\"")
                .contains("--alert.label-drop=ruler_replica", "--alert.label-drop=replica")
                .contains("--query=http://thanos-query.monitoring.svc:9090")
                .contains("--alertmanagers.url=dns+http://alertmanager-peers.monitoring.svc:9093");
    }

    @Test
    void compactorIsAloneAndOnlyWhereItsBucketSaysSo() {
        assertThat(tutorial.get("StatefulSet", "thanos-compact")
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(1);
        assertThat(tutorial.args("StatefulSet", "thanos-compact", "thanos-compact"))
                .contains("--wait", "--retention.resolution-raw=30d");
        assertThat(tutorial.find("PodDisruptionBudget", "thanos-compact")).isEmpty();
        var other = MonitoringConfigFixtures.tutorial().bucket().orElseThrow();
        var reader = new MonitoringConfig.BucketAccess(other.name(), other.store(), other.retention(), false);
        var rendered = Rendered.of(
                MonitoringConfigFixtures.withBucket(MonitoringConfigFixtures.tutorial(), Optional.of(reader)));
        assertThat(rendered.find("StatefulSet", "thanos-compact")).isEmpty();
        assertThat(rendered.codes()).contains("compactor-elsewhere");
    }

    @Test
    void alertmanagersFormAClusterOverTcpAndUdp() {
        assertThat(tutorial.args("StatefulSet", "alertmanager", "alertmanager"))
                .contains("--cluster.peer=alertmanager-2.alertmanager-peers.monitoring.svc:9094")
                .contains("--cluster.label=tokyo/monitoring", "--data.retention=120h");
        var peers = tutorial.get("Service", "alertmanager-peers").get("spec");
        assertThat(peers.get("publishNotReadyAddresses").asBoolean()).isTrue();
        assertThat(peers.get("ports").toString()).contains("\"UDP\"", "\"TCP\"");
        var single = Rendered.of(MonitoringConfigFixtures.withSettings(
                MonitoringConfigFixtures.minimal(),
                settings -> SettingsFixtures.with(
                        settings,
                        new Alertmanager(1, SettingsFixtures.duration("36h"), "", new Resources("", "", "", "")))));
        assertThat(single.args("StatefulSet", "alertmanager", "alertmanager"))
                .contains("--cluster.listen-address=", "--data.retention=36h");
        assertThat(single.get("StatefulSet", "alertmanager")
                        .at("/spec/volumeClaimTemplates")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void exposureNeverIncludesPrometheus() {
        var exposure = new Exposure(Exposure.Mode.INGRESS, "example.org", "traefik", "", "tls", true);
        var rendered = Rendered.of(MonitoringConfigFixtures.withSettings(
                MonitoringConfigFixtures.tutorial(),
                settings -> SettingsFixtures.with(settings, exposure, new Storage("", "", Map.of()))));
        assertThat(rendered.all("Ingress"))
                .extracting(ingress -> ingress.at("/spec/rules/0/host").asString())
                .containsExactlyInAnyOrder("grafana.example.org", "query.example.org", "alertmanager.example.org");
        assertThat(rendered.all("Ingress").toString()).doesNotContain("\"prometheus\"");
        assertThat(rendered.podSpec("StatefulSet", "grafana").toString()).doesNotContain("\"optional\":true");
    }
}
