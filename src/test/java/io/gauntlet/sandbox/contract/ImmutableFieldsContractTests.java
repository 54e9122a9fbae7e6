package io.gauntlet.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Changes and objects that the server refuses with 422, and how it says why. */
class ImmutableFieldsContractTests extends ContractSuite {

    private static final String POD = "{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}";
    private static final String SET = """
            {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"x"},"spec":{"serviceName":"s","replicas":1,
             "podManagementPolicy":"Parallel","selector":{"matchLabels":{"app":"x"}},
             "template":{"metadata":{"labels":{"app":"x"}},"spec":%s},"volumeClaimTemplates":[{"metadata":{"name":"d"},
             "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]}}""".formatted(POD);

    private static String workload(String kind, String label) {
        return """
                {"apiVersion":"apps/v1","kind":"%s","metadata":{"name":"x"},"spec":{"selector":{"matchLabels":{"app":"%s"}},
                 "template":{"metadata":{"labels":{"app":"%s"}},"spec":%s}}}""".formatted(kind, label, label, POD);
    }

    private void refused(String collection, String before, String after, String field, String message) {
        everywhere((api, namespace) -> {
            var path = collection.replace("NS", namespace) + "/x";
            assertThat(api.apply(path, "m", before).status()).isEqualTo(201);
            var answer = api.apply(path + "?force=true", "m", after);
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
            assertThat(answer.text("/reason")).isEqualTo("Invalid");
            assertThat(answer.text("/details/name")).isEqualTo("x");
            assertThat(answer.text("/details/causes/0/field")).isEqualTo(field);
            assertThat(answer.text("/details/causes/0/message")).isEqualTo(message);
        });
    }

    private static final String SET_MESSAGE =
            "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                    + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                    + " 'minReadySeconds' are forbidden";

    @Test
    void serviceNameOfAStatefulSet() {
        refused(apps("NS", "statefulsets"), SET, SET.replace("\"s\"", "\"t\""), "spec", SET_MESSAGE);
    }

    @Test
    void claimsOfAStatefulSet() {
        refused(apps("NS", "statefulsets"), SET, SET.replace("1Gi", "2Gi"), "spec", SET_MESSAGE);
    }

    @Test
    void podManagementOfAStatefulSet() {
        refused(apps("NS", "statefulsets"), SET, SET.replace("Parallel", "OrderedReady"), "spec", SET_MESSAGE);
    }

    @Test
    void replicasOfAStatefulSetMayChangeAndRaiseTheGeneration() {
        everywhere((api, namespace) -> {
            var path = apps(namespace, "statefulsets/x");
            assertThat(api.apply(path, "m", SET).at("/metadata/generation").asInt())
                    .isEqualTo(1);
            var answer = api.apply(path, "m", SET.replace("\"replicas\":1", "\"replicas\":2"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.at("/metadata/generation").asInt()).isEqualTo(2);
        });
    }

    @Test
    void selectorOfADeployment() {
        refused(
                apps("NS", "deployments"),
                workload("Deployment", "x"),
                workload("Deployment", "y"),
                "spec.selector",
                "Invalid value: {\"matchLabels\":{\"app\":\"y\"}}: field is immutable");
    }

    @Test
    void selectorOfADaemonSet() {
        refused(
                apps("NS", "daemonsets"),
                workload("DaemonSet", "x"),
                workload("DaemonSet", "y"),
                "spec.selector",
                "Invalid value: {\"matchLabels\":{\"app\":\"y\"}}: field is immutable");
    }

    @Test
    void addressOfAService() {
        var service =
                "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"x\"},\"spec\":{\"ports\":[{\"port\":90}]}}";
        refused(
                core("NS", "services"),
                service,
                service.replace("{\"ports\"", "{\"clusterIP\":\"None\",\"ports\""),
                "spec.clusterIPs[0]",
                "Invalid value: [\"None\"]: may not change once set");
    }

    @Test
    void typeOfASecret() {
        var secret = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"x\"},\"type\":\"a/b\"}";
        refused(
                core("NS", "secrets"),
                secret,
                secret.replace("a/b", "a/c"),
                "type",
                "Invalid value: \"a/c\": field is immutable");
    }

    @Test
    void dataOfAnImmutableConfigMap() {
        refused(
                core("NS", "configmaps"),
                configMap("x", ",\"immutable\":true,\"data\":{\"a\":\"1\"}"),
                configMap("x", ",\"immutable\":true,\"data\":{\"a\":\"2\"}"),
                "data",
                "Forbidden: field is immutable when `immutable` is set");
    }

    @Test
    void roleOfABinding() {
        var binding = """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"x"},
                 "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"}}""";
        refused(
                "/apis/rbac.authorization.k8s.io/v1/namespaces/NS/rolebindings",
                binding,
                binding.replace("\"r\"", "\"q\""),
                "roleRef",
                "Invalid value: {\"APIGroup\":\"rbac.authorization.k8s.io\",\"Kind\":\"Role\",\"Name\":\"q\"}: cannot change"
                        + " roleRef");
    }

    @Test
    void accessModesOfAClaim() {
        var claim = """
                {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"x"},"spec":{"storageClassName":"none",
                 "accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}""";
        everywhere((api, namespace) -> {
            var path = core(namespace, "persistentvolumeclaims/x");
            api.apply(path, "m", claim);
            var answer = api.apply(path, "m", claim.replace("ReadWriteOnce", "ReadWriteMany"));
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text("/details/causes/0/message"))
                    .startsWith("Forbidden: spec is immutable after creation");
        });
    }

    @Test
    void namesThatAreNoNames() {
        everywhere((api, namespace) -> {
            var answer = api.post(core(namespace, "configmaps"), configMap("Bad_Name", ""));
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text("/message"))
                    .startsWith(
                            "ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC"
                                    + " 1123 subdomain must consist of");
            var none = api.post(core(namespace, "configmaps"), "{\"metadata\":{}}");
            assertThat(none.text("/message"))
                    .isEqualTo(
                            "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required");
        });
    }

    @Test
    void selectorThatMissesItsOwnPods() {
        everywhere((api, namespace) -> {
            var body = workload("Deployment", "x")
                    .replace("\"matchLabels\":{\"app\":\"x\"}", "\"matchLabels\":{\"app\":\"y\"}");
            var answer = api.apply(apps(namespace, "deployments/x"), "m", body);
            assertThat(answer.text("/message"))
                    .isEqualTo("Deployment.apps \"x\" is invalid: spec.template.metadata.labels: Invalid value:"
                            + " {\"app\":\"x\"}: `selector` does not match template `labels`");
        });
    }

    @Test
    void missingSelectorAndImageAreNamedTogether() {
        everywhere((api, namespace) -> {
            var body = workload("Deployment", "x")
                    .replace("\"selector\":{\"matchLabels\":{\"app\":\"x\"}},", "")
                    .replace(",\"image\":\"i\"", "");
            var answer = api.apply(apps(namespace, "deployments/x"), "m", body);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.at("/details/causes")
                            .valueStream()
                            .map(cause -> cause.path("field").asString("")))
                    .containsExactlyInAnyOrder(
                            "spec.selector", "spec.template.metadata.labels", "spec.template.spec.containers[0].image");
        });
    }

    @Test
    void mountOfAVolumeThatIsNotThere() {
        everywhere((api, namespace) -> {
            var body = workload("Deployment", "x")
                    .replace(
                            "\"image\":\"i\"",
                            "\"image\":\"i\",\"volumeMounts\":[{\"name\":\"v\",\"mountPath\":\"/v\"}]");
            var answer = api.apply(apps(namespace, "deployments/x"), "m", body);
            assertThat(answer.at("/details/causes")).isEqualTo(json("""
                                    [{"reason":"FieldValueNotFound","message":"Not found: \\"v\\"",
                                      "field":"spec.template.spec.containers[0].volumeMounts[0].name"}]"""));
        });
    }
}
