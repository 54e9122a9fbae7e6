package io.gauntlet.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Creating, reading, replacing and deleting, and what is said when it cannot be done. */
class ObjectsContractTests extends ContractSuite {

    @Test
    void missingThingsAreNamed() {
        everywhere((api, namespace) -> {
            var object = api.get(core(namespace, "configmaps/none"));
            assertThat(object.body()).isEqualTo(json("""
                                    {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",
                                     "message":"configmaps \\"none\\" not found","reason":"NotFound",
                                     "details":{"name":"none","kind":"configmaps"},"code":404}"""));
            assertThat(api.get(core(namespace, "nonsense")).text("/message"))
                    .isEqualTo("the server could not find the requested resource");
            assertThat(api.get("/apis/nonsense/v1").status()).isEqualTo(404);
            assertThat(api.post(core("no-such-namespace", "configmaps"), configMap("a", ""))
                            .text("/message"))
                    .isEqualTo("namespaces \"no-such-namespace\" not found");
        });
    }

    @Test
    void secondCreationIsRefused() {
        everywhere((api, namespace) -> {
            assertThat(api.post(core(namespace, "configmaps"), configMap("a", ""))
                            .status())
                    .isEqualTo(201);
            var answer = api.post(core(namespace, "configmaps"), configMap("a", ""));
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text("/reason")).isEqualTo("AlreadyExists");
            assertThat(answer.text("/message")).isEqualTo("configmaps \"a\" already exists");
        });
    }

    @Test
    void creationBooksOwnershipOfDefaultsToo() {
        everywhere((api, namespace) -> {
            var answer = api.post(apps(namespace, "deployments"), """
                    {"metadata":{"name":"d","labels":{"l":"1"}},"spec":{"selector":{"matchLabels":{"app":"x"}},"template":
                     {"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");
            assertThat(fields(answer, "contract")).isEqualTo(json("""
                                    {"f:metadata":{"f:labels":{".":{},"f:l":{}}},
                                     "f:spec":{"f:progressDeadlineSeconds":{},"f:replicas":{},"f:revisionHistoryLimit":{},
                                     "f:selector":{},"f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{},
                                      "f:maxUnavailable":{}},"f:type":{}},"f:template":{"f:metadata":{"f:labels":{".":{},
                                      "f:app":{}}},"f:spec":{"f:containers":{"k:{\\"name\\":\\"c\\"}":{".":{},"f:image":{},
                                      "f:imagePullPolicy":{},"f:name":{},"f:resources":{},"f:terminationMessagePath":{},
                                      "f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},"f:restartPolicy":{},
                                      "f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}}}"""));
        });
    }

    @Test
    void strictCreationNamesUnknownAndRepeatedFields() {
        everywhere((api, namespace) -> {
            var path = core(namespace, "configmaps?fieldValidation=Strict");
            assertThat(api.post(path, configMap("a", ",\"foo\":1")).text("/message"))
                    .isEqualTo(
                            "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown"
                                    + " field \"foo\"");
            assertThat(api.post(path, configMap("a", ",\"data\":{\"a\":\"1\",\"a\":\"2\"}"))
                            .text("/message"))
                    .endsWith("strict decoding error: duplicate field \"data.a\"");
            assertThat(api.post(path, configMap("a", ",\"data\":{\"a\":1}")).text("/message"))
                    .endsWith("json: cannot unmarshal number into Go struct field ConfigMap.data of type string");
            var warned = api.post(core(namespace, "configmaps?fieldValidation=Warn"), configMap("a", ",\"foo\":1"));
            assertThat(warned.status()).isEqualTo(201);
            assertThat(warned.response().headers().firstValue("Warning"))
                    .contains("299 - \"unknown field \\\"foo\\\"\"");
        });
    }

    @Test
    void replacementWithAStaleVersionIsRefused() {
        everywhere((api, namespace) -> {
            api.post(core(namespace, "configmaps"), configMap("a", ""));
            var stale = configMap("a", "").replace("\"name\":\"a\"", "\"name\":\"a\",\"resourceVersion\":\"1\"");
            assertThat(api.put(core(namespace, "configmaps/a"), stale).status()).isEqualTo(409);
            var replaced = api.put(core(namespace, "configmaps/a"), configMap("a", ",\"data\":{\"a\":\"1\"}"));
            assertThat(replaced.status()).isEqualTo(200);
            assertThat(replaced.text("/data/a")).isEqualTo("1");
            assertThat(api.put(core(namespace, "configmaps/b"), configMap("b", ""))
                            .status())
                    .isEqualTo(404);
        });
    }

    @Test
    void mergePatchChangesAndRemoves() {
        everywhere((api, namespace) -> {
            api.post(core(namespace, "configmaps"), configMap("a", ",\"data\":{\"a\":\"1\",\"b\":\"2\"}"));
            var answer = api.merge(core(namespace, "configmaps/a"), "{\"data\":{\"a\":null,\"c\":\"3\"}}");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.at("/data")).isEqualTo(json("{\"b\":\"2\",\"c\":\"3\"}"));
            assertThat(api.call("PATCH", core(namespace, "configmaps/a"), "{}", "application/nonsense", "")
                            .status())
                    .isIn(403, 415);
        });
    }

    @Test
    void deletionHonoursItsPreconditions() {
        everywhere((api, namespace) -> {
            var path = core(namespace, "configmaps/a");
            var made = api.post(core(namespace, "configmaps"), configMap("a", ""));
            var uid = api.delete(path, "{\"preconditions\":{\"uid\":\"11\"}}");
            assertThat(uid.status()).isEqualTo(409);
            assertThat(uid.text("/message"))
                    .contains("the UID in the precondition (11) does not match the UID in record");
            var version = api.delete(path, "{\"preconditions\":{\"resourceVersion\":\"11\"}}");
            assertThat(version.text("/message"))
                    .contains("the ResourceVersion in the precondition (11) does not match");
            var right = api.delete(path, "{\"preconditions\":{\"uid\":\"" + made.text("/metadata/uid") + "\"}}");
            assertThat(right.status()).isEqualTo(200);
            assertThat(right.text("/status")).isEqualTo("Success");
            assertThat(right.at("/details"))
                    .isEqualTo(json(
                            "{\"name\":\"a\",\"kind\":\"configmaps\",\"uid\":\"" + made.text("/metadata/uid") + "\"}"));
            assertThat(api.delete(path, null).status()).isEqualTo(404);
        });
    }

    @Test
    void deletionKnowsItsPolicies() {
        everywhere((api, namespace) -> {
            var body = """
                    {"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"x"}},"template":
                     {"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""";
            var path = apps(namespace, "deployments/d");
            api.post(apps(namespace, "deployments"), body);
            var unknown = api.delete(path, "{\"propagationPolicy\":\"Bogus\"}");
            assertThat(unknown.status()).isEqualTo(422);
            var answer = api.delete(path, "{\"propagationPolicy\":\"Foreground\"}");
            assertThat(answer.at("/metadata/finalizers")).isEqualTo(json("[\"foregroundDeletion\"]"));
            assertThat(answer.at("/metadata").has("deletionTimestamp")).isTrue();
            assertThat(eventually(() -> api.get(path), 404).status()).isEqualTo(404);
        });
    }

    @Test
    void deletedNamespaceTakesItsObjectsAlong() {
        everywhere((api, namespace) -> {
            api.post(core(namespace, "configmaps"), configMap("a", ""));
            var answer = api.delete("/api/v1/namespaces/" + namespace, null);
            assertThat(answer.text("/status/phase")).isEqualTo("Terminating");
            assertThat(eventually(() -> api.get(core(namespace, "configmaps/a")), 404)
                            .status())
                    .isEqualTo(404);
        });
    }

    @Test
    void metadataAloneCanBeRead() {
        everywhere((api, namespace) -> {
            api.post(core(namespace, "configmaps"), configMap("a", ",\"data\":{\"a\":\"1\"}"));
            assertThat(api.get("/version").text("/gitVersion")).startsWith("v1.");
            assertThat(api.get("/version").response().headers().firstValue("Date"))
                    .isPresent();
        });
    }
}
