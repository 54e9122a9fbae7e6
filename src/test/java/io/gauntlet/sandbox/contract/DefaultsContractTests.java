package io.gauntlet.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the server fills in, kind by kind and field by field, and which values it writes differently. */
class DefaultsContractTests extends ContractSuite {

    private static final String POD = """
            {"containers":[{"name":"c","image":"r/i:1","ports":[{"containerPort":90}],
              "readinessProbe":{"httpGet":{"port":90}},"startupProbe":{"tcpSocket":{"port":90}},
              "env":[{"name":"P","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],
              "resources":{"requests":{"memory":"1024Mi","cpu":"0.5"}},
              "volumeMounts":[{"name":"v","mountPath":"/v","readOnly":false}]}],
             "initContainers":[{"name":"i","image":"i"}],"serviceAccountName":"sa","hostNetwork":false,
             "volumes":[{"name":"v","configMap":{"name":"c"}},{"name":"s","secret":{"secretName":"c"}},
              {"name":"h","hostPath":{"path":"/"}},{"name":"e","emptyDir":{}},{"name":"n"},
              {"name":"p","projected":{"sources":[{"serviceAccountToken":{"path":"t"}}]}}]}""";

    private static final String POD_FILLED = """
            {"containers":[{"name":"c","image":"r/i:1","ports":[{"containerPort":90,"protocol":"TCP"}],
              "readinessProbe":{"httpGet":{"port":90,"path":"/","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,
               "successThreshold":1,"failureThreshold":3},
              "startupProbe":{"tcpSocket":{"port":90},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,
               "failureThreshold":3},
              "env":[{"name":"P","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}}],
              "resources":{"requests":{"memory":"1Gi","cpu":"500m"}},
              "volumeMounts":[{"name":"v","mountPath":"/v"}],"terminationMessagePath":"/dev/termination-log",
              "terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],
             "initContainers":[{"name":"i","image":"i","resources":{},"terminationMessagePath":"/dev/termination-log",
              "terminationMessagePolicy":"File","imagePullPolicy":"Always"}],
             "serviceAccountName":"sa","serviceAccount":"sa","restartPolicy":"Always","dnsPolicy":"ClusterFirst",
             "terminationGracePeriodSeconds":30,"securityContext":{},"schedulerName":"default-scheduler",
             "volumes":[{"name":"v","configMap":{"name":"c","defaultMode":420}},
              {"name":"s","secret":{"secretName":"c","defaultMode":420}},{"name":"h","hostPath":{"path":"/","type":""}},
              {"name":"e","emptyDir":{}},{"name":"n","emptyDir":{}},
              {"name":"p","projected":{"sources":[{"serviceAccountToken":{"path":"t","expirationSeconds":3600}}],
               "defaultMode":420}}]}""";

    private static final String SELECTOR = "\"selector\":{\"matchLabels\":{\"app\":\"x\"}}";

    private static String template(String pod) {
        return "\"template\":{\"metadata\":{\"labels\":{\"app\":\"x\"}},\"spec\":" + pod + "}";
    }

    private static String object(String apiVersion, String kind, String rest) {
        return "{\"apiVersion\":\"" + apiVersion + "\",\"kind\":\"" + kind + "\",\"metadata\":{\"name\":\"x\"}," + rest
                + "}";
    }

    /** Applies and compares all but the metadata. */
    private void becomes(String collection, String body, String expected) {
        everywhere((api, namespace) -> {
            var answer = api.apply(collection.replace("NS", namespace) + "/x", "m", body);
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
            var rest = (ObjectNode) answer.body().deepCopy();
            rest.remove(List.of("apiVersion", "kind", "metadata"));
            assertThat((JsonNode) rest).isEqualTo(json(expected));
        });
    }

    @Test
    void deployment() {
        becomes(
                apps("NS", "deployments"),
                object("apps/v1", "Deployment", "\"spec\":{" + SELECTOR + "," + template(POD) + "}"),
                "{\"spec\":{\"replicas\":1," + SELECTOR + "," + template(POD_FILLED) + """
                        ,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}},
                        "revisionHistoryLimit":10,"progressDeadlineSeconds":600},"status":{}}""");
    }

    @Test
    void statefulSet() {
        becomes(
                apps("NS", "statefulsets"),
                object(
                        "apps/v1",
                        "StatefulSet",
                        "\"spec\":{\"serviceName\":\"s\"," + SELECTOR + "," + template(POD) + """
                                ,"volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],
                                "resources":{"requests":{"storage":"2048Mi"}}}}]}"""),
                "{\"spec\":{\"replicas\":1,\"serviceName\":\"s\"," + SELECTOR + "," + template(POD_FILLED) + """
                        ,"volumeClaimTemplates":[{"kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"data"},
                        "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"2Gi"}},
                         "volumeMode":"Filesystem"},"status":{"phase":"Pending"}}],"podManagementPolicy":"OrderedReady",
                        "updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":0}},"revisionHistoryLimit":10,
                        "persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Retain","whenScaled":"Retain"}},
                        "status":{"replicas":0,"availableReplicas":0}}""");
    }

    @Test
    void daemonSet() {
        becomes(
                apps("NS", "daemonsets"),
                object("apps/v1", "DaemonSet", "\"spec\":{" + SELECTOR + "," + template(POD) + "}"),
                "{\"spec\":{" + SELECTOR + "," + template(POD_FILLED) + """
                        ,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":1,"maxSurge":0}},
                        "revisionHistoryLimit":10},"status":{"currentNumberScheduled":0,"numberMisscheduled":0,
                        "desiredNumberScheduled":0,"numberReady":0}}""");
    }

    @Test
    void headlessService() {
        becomes(
                core("NS", "services"),
                object(
                        "v1",
                        "Service",
                        "\"spec\":{\"clusterIP\":\"None\",\"selector\":{\"a\":\"b\"},\"ports\":[{\"port\":90}],"
                                + "\"publishNotReadyAddresses\":true}"),
                """
                {"spec":{"clusterIP":"None","clusterIPs":["None"],"selector":{"a":"b"},"type":"ClusterIP",
                 "ports":[{"port":90,"protocol":"TCP","targetPort":90}],"publishNotReadyAddresses":true,
                 "sessionAffinity":"None","ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack",
                 "internalTrafficPolicy":"Cluster"},"status":{"loadBalancer":{}}}""");
    }

    @Test
    void serviceGetsAnAddressThatStays() {
        everywhere((api, namespace) -> {
            var path = core(namespace, "services/x");
            var body = object("v1", "Service", "\"spec\":{\"selector\":{\"a\":\"b\"},\"ports\":[{\"port\":90}]}");
            var first = api.apply(path, "m", body);
            assertThat(first.text("/spec/clusterIP")).startsWith("10.96.");
            var second = api.apply(path, "m", body.replace("90", "91"));
            assertThat(second.status()).isEqualTo(200);
            assertThat(second.text("/spec/clusterIP")).isEqualTo(first.text("/spec/clusterIP"));
            assertThat(second.at("/spec/ports"))
                    .isEqualTo(json("[{\"port\":91,\"protocol\":\"TCP\",\"targetPort\":91}]"));
        });
    }

    @Test
    void secretTextsBecomeData() {
        becomes(
                core("NS", "secrets"),
                object("v1", "Secret", "\"stringData\":{\"a\":\"b\"}"),
                "{\"data\":{\"a\":\"Yg==\"},\"type\":\"Opaque\"}");
    }

    @Test
    void emptyDataIsNotKept() {
        becomes(core("NS", "configmaps"), object("v1", "ConfigMap", "\"data\":{}"), "{}");
    }

    @Test
    void bindings() {
        becomes(
                "/apis/rbac.authorization.k8s.io/v1/namespaces/NS/rolebindings",
                object("rbac.authorization.k8s.io/v1", "RoleBinding", """
                        "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},
                        "subjects":[{"kind":"ServiceAccount","name":"s","namespace":"n"},{"kind":"User","name":"u"}]"""),
                """
                {"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},
                 "subjects":[{"kind":"ServiceAccount","name":"s","namespace":"n"},
                  {"kind":"User","name":"u","apiGroup":"rbac.authorization.k8s.io"}]}""");
    }

    @Test
    void disruptionBudget() {
        becomes(
                "/apis/policy/v1/namespaces/NS/poddisruptionbudgets",
                object("policy/v1", "PodDisruptionBudget", "\"spec\":{\"maxUnavailable\":1," + SELECTOR + "}"),
                "{\"spec\":{\"maxUnavailable\":1," + SELECTOR + """
                        },"status":{"disruptionsAllowed":0,"currentHealthy":0,"desiredHealthy":0,"expectedPods":0}}""");
    }

    @Test
    void networkPolicy() {
        becomes(
                "/apis/networking.k8s.io/v1/namespaces/NS/networkpolicies",
                object("networking.k8s.io/v1", "NetworkPolicy", """
                        "spec":{"podSelector":{},"ingress":[{"ports":[{"port":90}]}],"egress":[{}]}"""),
                """
                {"spec":{"podSelector":{},"ingress":[{"ports":[{"port":90,"protocol":"TCP"}]}],"egress":[{}],
                 "policyTypes":["Ingress","Egress"]}}""");
    }

    @Test
    void ingress() {
        var spec = """
                "spec":{"rules":[{"host":"a.b","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":
                {"name":"s","port":{"number":90}}}}]}}]}""";
        becomes(
                "/apis/networking.k8s.io/v1/namespaces/NS/ingresses",
                object("networking.k8s.io/v1", "Ingress", spec),
                "{" + spec + ",\"status\":{\"loadBalancer\":{}}}");
    }

    @Test
    void volumeClaim() {
        everywhere((api, namespace) -> {
            var answer = api.apply(
                    core(namespace, "persistentvolumeclaims/x"), "m", object("v1", "PersistentVolumeClaim", """
                            "spec":{"storageClassName":"none","accessModes":["ReadWriteOnce"],
                            "resources":{"requests":{"storage":"1Gi"}}}"""));
            assertThat(answer.text("/spec/volumeMode")).isEqualTo("Filesystem");
            assertThat(answer.text("/status/phase")).isEqualTo("Pending");
            assertThat(answer.at("/metadata/finalizers")).isEqualTo(json("[\"kubernetes.io/pvc-protection\"]"));
        });
    }

    @Test
    void namespaceIsLabelledAndGetsAnAccount() {
        everywhere((api, namespace) -> {
            var answer = api.get("/api/v1/namespaces/" + namespace);
            assertThat(answer.at("/metadata/labels"))
                    .isEqualTo(json("{\"kubernetes.io/metadata.name\":\"" + namespace + "\"}"));
            assertThat(answer.at("/spec")).isEqualTo(json("{\"finalizers\":[\"kubernetes\"]}"));
            assertThat(answer.text("/status/phase")).isEqualTo("Active");
            assertThat(eventually(() -> api.get(core(namespace, "serviceaccounts/default")), 200)
                            .status())
                    .isEqualTo(200);
        });
    }

    @Test
    void storageClass() {
        everywhere((api, namespace) -> {
            var path = "/apis/storage.k8s.io/v1/storageclasses/" + namespace;
            var body = object("storage.k8s.io/v1", "StorageClass", "\"provisioner\":\"a/b\"")
                    .replace("\"x\"", "\"" + namespace + "\"");
            var answer = api.apply(path, "m", body);
            assertThat(answer.text("/reclaimPolicy")).isEqualTo("Delete");
            assertThat(answer.text("/volumeBindingMode")).isEqualTo("Immediate");
            var changed = api.apply(path, "m", body.replace("a/b", "a/c"));
            assertThat(changed.status()).isEqualTo(422);
            assertThat(changed.text("/details/causes/0/message"))
                    .isEqualTo("Forbidden: updates to provisioner are forbidden.");
            assertThat(api.delete(path, null).status()).isEqualTo(200);
        });
    }
}
