package io.gauntlet.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Server-side apply: ownership, conflicts, preconditions. */
class ApplyContractTests extends ContractSuite {

    private static final String CONTAINER = """
            {"name":"c","image":"i:1","ports":[{"containerPort":90}],"env":[{"name":"A","value":"1"}]}""";

    private static String deployment(String spec) {
        return "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"d\"},\"spec\":" + spec
                + "}";
    }

    private static String spec(String replicas, String containers) {
        return """
                {%s"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},
                 "spec":{"containers":[%s]}}}""".formatted(replicas, containers);
    }

    @Test
    void createsWithOwnershipOfWhatWasSaid() {
        everywhere((api, namespace) -> {
            var answer = api.apply(apps(namespace, "deployments/d"), "m1", deployment(spec("", CONTAINER)));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(fields(answer, "m1")).isEqualTo(json("""
                                    {"f:spec":{"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:app":{}}},"f:spec":{
                                     "f:containers":{"k:{\\"name\\":\\"c\\"}":{".":{},"f:env":{"k:{\\"name\\":\\"A\\"}":{".":{},
                                     "f:name":{},"f:value":{}}},"f:image":{},"f:name":{},"f:ports":{
                                     "k:{\\"containerPort\\":90,\\"protocol\\":\\"TCP\\"}":{".":{},"f:containerPort":{}}}}}}}}}"""));
            assertThat(answer.at("/spec/replicas").asInt()).isEqualTo(1);
        });
    }

    @Test
    void sameConfigurationKeepsTheVersion() {
        everywhere((api, namespace) -> {
            var path = core(namespace, "configmaps/a");
            var body = configMap("a", ",\"data\":{\"k\":\"v\"}");
            var first = api.apply(path, "m1", body);
            var second = api.apply(path, "m1", body);
            assertThat(second.status()).isEqualTo(200);
            assertThat(second.text("/metadata/resourceVersion")).isEqualTo(first.text("/metadata/resourceVersion"));
        });
    }

    @Test
    void anotherValueOfAnOwnedFieldIsAConflictThatNamesManagerAndField() {
        everywhere((api, namespace) -> {
            var path = apps(namespace, "deployments/d");
            api.apply(path, "m1", deployment(spec("\"replicas\":2,", CONTAINER)));
            var answer = api.apply(path, "m2", deployment(spec("\"replicas\":3,", CONTAINER)));
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text("/reason")).isEqualTo("Conflict");
            assertThat(answer.text("/message"))
                    .isEqualTo("Apply failed with 1 conflict: conflict with \"m1\": .spec.replicas");
            assertThat(answer.at("/details/causes")).isEqualTo(json("""
                                    [{"reason":"FieldManagerConflict","message":"conflict with \\"m1\\"","field":".spec.replicas"}]"""));
        });
    }

    @Test
    void conflictNamesTheItemOfAList() {
        everywhere((api, namespace) -> {
            var path = apps(namespace, "deployments/d");
            api.apply(path, "m1", deployment(spec("", CONTAINER)));
            var answer = api.apply(path, "m2", deployment(spec("", CONTAINER.replace("i:1", "i:2"))));
            assertThat(answer.text("/details/causes/0/field"))
                    .isEqualTo(".spec.template.spec.containers[name=\"c\"].image");
        });
    }

    @Test
    void conflictWithAnUpdateNamesItsVersion() {
        everywhere((api, namespace) -> {
            api.post(core(namespace, "configmaps?fieldManager=poster"), configMap("a", ",\"data\":{\"k\":\"1\"}"));
            var answer = api.apply(core(namespace, "configmaps/a"), "m1", configMap("a", ",\"data\":{\"k\":\"2\"}"));
            assertThat(answer.text("/message"))
                    .isEqualTo("Apply failed with 1 conflict: conflict with \"poster\" using v1: .data.k");
        });
    }

    @Test
    void forceTakesTheFieldAndTheOtherLosesIt() {
        everywhere((api, namespace) -> {
            var path = core(namespace, "configmaps/a");
            api.apply(path, "m1", configMap("a", ",\"data\":{\"k\":\"1\",\"l\":\"1\"}"));
            var answer = api.apply(path + "?force=true", "m2", configMap("a", ",\"data\":{\"k\":\"2\"}"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.at("/data")).isEqualTo(json("{\"k\":\"2\",\"l\":\"1\"}"));
            assertThat(fields(answer, "m1")).isEqualTo(json("{\"f:data\":{\"f:l\":{}}}"));
            assertThat(fields(answer, "m2")).isEqualTo(json("{\"f:data\":{\"f:k\":{}}}"));
        });
    }

    @Test
    void sameValueIsSharedAndStaysWhenOneOwnerDropsIt() {
        everywhere((api, namespace) -> {
            var path = core(namespace, "configmaps/a");
            api.apply(path, "m1", configMap("a", ",\"data\":{\"k\":\"1\"}"));
            assertThat(api.apply(path, "m2", configMap("a", ",\"data\":{\"k\":\"1\"}"))
                            .status())
                    .isEqualTo(200);
            api.apply(path, "m1", configMap("a", ""));
            assertThat(api.get(path).at("/data")).isEqualTo(json("{\"k\":\"1\"}"));
            api.apply(path, "m2", configMap("a", ""));
            assertThat(api.get(path).body().has("data")).isFalse();
        });
    }

    @Test
    void droppedFieldsGoLabelsAndContainersToo() {
        everywhere((api, namespace) -> {
            var path = apps(namespace, "deployments/d");
            var two = CONTAINER + "," + CONTAINER.replace("\"c\"", "\"d\"");
            var labelled = deployment(spec("\"replicas\":2,", two))
                    .replace("\"name\":\"d\"}", "\"name\":\"d\",\"labels\":{\"l\":\"1\"}}");
            api.apply(path, "m1", labelled.replaceFirst("\"name\":\"d\",\"image\"", "\"name\":\"e\",\"image\""));
            var answer = api.apply(path, "m1", deployment(spec("", CONTAINER)));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.at("/spec/template/spec/containers")).hasSize(1);
            assertThat(answer.at("/spec/replicas").asInt()).isEqualTo(1);
            assertThat(answer.at("/metadata").has("labels")).isFalse();
        });
    }

    @Test
    void itemsOfOthersKeepTheirPlace() {
        everywhere((api, namespace) -> {
            var path = apps(namespace, "deployments/d");
            api.apply(path, "m1", deployment(spec("", CONTAINER)));
            var sidecar = "{\"name\":\"s\",\"image\":\"s:1\"}";
            assertThat(api.apply(path, "m2", deployment(spec("", sidecar))).status())
                    .isEqualTo(200);
            var answer = api.apply(path, "m1", deployment(spec("", CONTAINER)));
            assertThat(answer.at("/spec/template/spec/containers")
                            .valueStream()
                            .map(c -> c.path("name").asString("")))
                    .containsExactlyInAnyOrder("c", "s");
        });
    }

    @Test
    void staleVersionIsRefusedEvenWithForce() {
        everywhere((api, namespace) -> {
            var path = core(namespace, "configmaps/a");
            api.apply(path, "m1", configMap("a", ",\"data\":{\"k\":\"1\"}"));
            var stale = configMap("a", ",\"data\":{\"k\":\"2\"}")
                    .replace("\"name\":\"a\"", "\"name\":\"a\",\"resourceVersion\":\"1\"");
            var answer = api.apply(path + "?force=true", "m1", stale);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text("/message"))
                    .isEqualTo(
                            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply"
                                    + " your changes to the latest version and try again");
        });
    }

    @Test
    void uidOnAMissingObjectIsRefused() {
        everywhere((api, namespace) -> {
            var body = configMap("a", "")
                    .replace("\"name\":\"a\"", "\"name\":\"a\",\"uid\":\"11111111-1111-1111-1111-111111111111\"");
            var answer = api.apply(core(namespace, "configmaps/a"), "m1", body);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text("/message")).contains("uid mismatch", "no existing object was found");
        });
    }

    @Test
    void versionAloneOnAMissingObjectCreates() {
        everywhere((api, namespace) -> {
            var body = configMap("a", "").replace("\"name\":\"a\"", "\"name\":\"a\",\"resourceVersion\":\"1\"");
            assertThat(api.apply(core(namespace, "configmaps/a"), "m1", body).status())
                    .isEqualTo(201);
        });
    }

    @Test
    void anotherUidOnAPresentObjectIsRefused() {
        everywhere((api, namespace) -> {
            var path = core(namespace, "configmaps/a");
            api.apply(path, "m1", configMap("a", ""));
            var body = configMap("a", "")
                    .replace("\"name\":\"a\"", "\"name\":\"a\",\"uid\":\"11111111-1111-1111-1111-111111111111\"");
            var answer = api.apply(path, "m1", body);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text("/details/causes/0/field")).isEqualTo("metadata.uid");
        });
    }

    @Test
    void dryRunIsAnsweredAndNotStored() {
        everywhere((api, namespace) -> {
            var path = core(namespace, "configmaps/a");
            var created = api.apply(path + "?dryRun=All", "m1", configMap("a", ",\"data\":{\"k\":\"1\"}"));
            assertThat(created.status()).isEqualTo(201);
            assertThat(api.get(path).status()).isEqualTo(404);
            var stored = api.apply(path, "m1", configMap("a", ",\"data\":{\"k\":\"1\"}"));
            var tried = api.apply(path + "?dryRun=All", "m1", configMap("a", ",\"data\":{\"k\":\"2\"}"));
            assertThat(tried.text("/data/k")).isEqualTo("2");
            assertThat(api.get(path).text("/metadata/resourceVersion"))
                    .isEqualTo(stored.text("/metadata/resourceVersion"));
        });
    }

    @Test
    void unknownFieldAndWrongTypeAreNamed() {
        everywhere((api, namespace) -> {
            var path = apps(namespace, "deployments/d");
            var unknown = api.apply(
                    path, "m1", deployment(spec("", CONTAINER.replace("\"image\"", "\"imag\":\"x\",\"image\""))));
            assertThat(unknown.status()).isEqualTo(500);
            assertThat(unknown.text("/message"))
                    .isEqualTo("failed to create typed patch object (/d; apps/v1, Kind=Deployment):"
                            + " .spec.template.spec.containers[name=\"c\"].imag: field not declared in schema");
            var wrong = api.apply(path, "m1", deployment(spec("\"replicas\":\"3\",", CONTAINER)));
            assertThat(wrong.text("/message")).endsWith(".spec.replicas: expected numeric (int or float), got string");
        });
    }

    @Test
    void keyWrittenTwiceInYamlIsRefused() {
        everywhere((api, namespace) -> {
            var answer = api.apply(
                    core(namespace, "configmaps/a"),
                    "m1",
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: '1', k: '2'}\n");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("/message")).contains("line 4: key \"k\" already set in map");
        });
    }

    @Test
    void patchNeedsAManagerAndTheRightName() {
        everywhere((api, namespace) -> {
            var path = core(namespace, "configmaps/a");
            var anonymous = api.call("PATCH", path, configMap("a", ""), "application/apply-patch+yaml", "");
            assertThat(anonymous.status()).isEqualTo(403);
            var other = api.apply(path, "m1", configMap("b", ""));
            assertThat(other.status()).isEqualTo(400);
            assertThat(other.text("/message"))
                    .isEqualTo("the name of the object (b) does not match the name on the URL (a)");
            assertThat(api.apply(path, "", configMap("a", "")).text("/details/causes/0/field"))
                    .isEqualTo("fieldManager");
        });
    }
}
