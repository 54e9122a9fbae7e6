package io.gauntlet.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.sandbox.contract.ApiUnderTest.Answer;
import org.junit.jupiter.api.Test;

/** What can be said of pods where no kubelet runs them: who may reach them, and how their annotations are changed. */
class PodsContractTests extends ContractSuite {

    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/namespaces/";
    private static final String ONE = "{\"name\":\"a\",\"image\":\"example.org/a:1\"}";
    private static final String TWO = ONE + ",{\"name\":\"b\",\"image\":\"example.org/b:1\"}";

    /** Makes a pod that stays pending; a real server needs a moment until the namespace has its service account. */
    private static Answer pod(ApiUnderTest api, String namespace, String name, String containers) {
        var body = "{\"metadata\":{\"name\":\"" + name + "\",\"annotations\":{\"kept\":\"yes\"}},\"spec\":{"
                + "\"nodeSelector\":{\"no\":\"such\"},\"containers\":[" + containers + "]}}";
        var made = eventually(() -> api.post(core(namespace, "pods"), body), 201);
        assertThat(made.status()).as(made.text("/message")).isEqualTo(201);
        return made;
    }

    private static String bot(ApiUnderTest api, String namespace) {
        api.post(core(namespace, "serviceaccounts"), "{\"metadata\":{\"name\":\"bot\"}}");
        return api.post(core(namespace, "serviceaccounts/bot/token"), "{\"spec\":{\"expirationSeconds\":3600}}")
                .text("/status/token");
    }

    private static void allow(ApiUnderTest api, String namespace, String name, String resource, String verb) {
        var role = "{\"metadata\":{\"name\":\"" + name + "\"},\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\""
                + resource + "\"],\"verbs\":[\"" + verb + "\"]}]}";
        assertThat(api.post(RBAC + namespace + "/roles", role).status()).isEqualTo(201);
        var binding = """
                {"metadata":{"name":"%1$s"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"%1$s"},
                 "subjects":[{"kind":"ServiceAccount","name":"bot","namespace":"%2$s"}]}""".formatted(name, namespace);
        assertThat(api.post(RBAC + namespace + "/rolebindings", binding).status())
                .isEqualTo(201);
    }

    private static String refusal(String namespace, String name, String verb, String resource) {
        return "pods \"" + name + "\" is forbidden: User \"system:serviceaccount:" + namespace + ":bot\" cannot " + verb
                + " resource \"" + resource + "\" in API group \"\" in the namespace \"" + namespace + "\"";
    }

    @Test
    void aPostThroughTheProxyCreatesAndAGetGets() {
        everywhere((api, namespace) -> {
            var token = bot(api, namespace);
            var path = core(namespace, "pods/none:9093/proxy/-/reload");
            assertThat(api.getAs(path, token).text("/message"))
                    .isEqualTo(refusal(namespace, "none:9093", "get", "pods/proxy"));
            allow(api, namespace, "reader", "pods/proxy", "get");
            assertThat(eventually(() -> api.getAs(path, token), 404).text("/message"))
                    .isEqualTo("pods \"none\" not found");
            assertThat(api.postAs(path, "", token).text("/message"))
                    .isEqualTo(refusal(namespace, "none:9093", "create", "pods/proxy"));
            allow(api, namespace, "reloader", "pods/proxy", "create");
            assertThat(eventually(() -> api.postAs(path, "", token), 404).text("/message"))
                    .isEqualTo("pods \"none\" not found");
        });
    }

    @Test
    void aLogNeedsItsOwnRight() {
        everywhere((api, namespace) -> {
            var token = bot(api, namespace);
            allow(api, namespace, "reader", "pods", "get");
            var path = core(namespace, "pods/none/log");
            assertThat(api.getAs(path, token).text("/message"))
                    .isEqualTo(refusal(namespace, "none", "get", "pods/log"));
            allow(api, namespace, "logs", "pods/log", "get");
            var answer = eventually(() -> api.getAs(path, token), 404);
            assertThat(answer.text("/message")).isEqualTo("pods \"none\" not found");
        });
    }

    @Test
    void aLogIsOfOneContainerAndWithinItsLimits() {
        everywhere((api, namespace) -> {
            pod(api, namespace, "one", ONE);
            pod(api, namespace, "two", TWO);
            assertThat(api.get(core(namespace, "pods/one/log?container=x")).text("/message"))
                    .isEqualTo("container x is not valid for pod one");
            assertThat(api.get(core(namespace, "pods/two/log")).text("/message"))
                    .isEqualTo("a container name must be specified for pod two, choose one of: [a b]");
            var negative = api.get(core(namespace, "pods/one/log?tailLines=-1&limitBytes=0"));
            assertThat(negative.status()).isEqualTo(422);
            assertThat(negative.text("/message"))
                    .isEqualTo(
                            "PodLogOptions \"one\" is invalid: [tailLines: Invalid value: -1: must be greater than or"
                                    + " equal to 0, limitBytes: Invalid value: 0: must be greater than 0]");
            var pending = api.get(core(namespace, "pods/one/log?container=a&tailLines=5&limitBytes=100"));
            assertThat(pending.status()).isEqualTo(204);
            assertThat(pending.response().body()).isEmpty();
            assertThat(api.post(core(namespace, "pods/one/log"), "").status()).isEqualTo(405);
        });
    }

    @Test
    void aPendingPodCannotBeReached() {
        everywhere((api, namespace) -> {
            pod(api, namespace, "one", ONE);
            var answer = api.post(core(namespace, "pods/one:9093/proxy/-/reload"), "");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("/message")).isEqualTo("address not allowed");
        });
    }

    private static String touch(String metadata) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"one\"" + metadata + "}}";
    }

    @Test
    void metadataAloneChangesAnAnnotationAndNothingElse() {
        everywhere((api, namespace) -> {
            var made = pod(api, namespace, "one", ONE);
            var uid = ",\"uid\":\"" + made.text("/metadata/uid") + "\"";
            var path = core(namespace, "pods/one");
            var touched = api.apply(path, "me", touch(uid + ",\"annotations\":{\"touched\":\"1\"}"));
            assertThat(touched.status()).as(touched.text("/message")).isEqualTo(200);
            assertThat(touched.at("/metadata/annotations")).isEqualTo(json("{\"kept\":\"yes\",\"touched\":\"1\"}"));
            assertThat(touched.at("/spec")).isEqualTo(made.at("/spec"));
            assertThat(touched.at("/metadata/generation")).isEqualTo(made.at("/metadata/generation"));
            assertThat(fields(touched, "me"))
                    .isEqualTo(json("{\"f:metadata\":{\"f:annotations\":{\"f:touched\":{}}}}"));
            var again = api.apply(path, "me", touch(uid + ",\"annotations\":{\"touched\":\"1\"}"));
            assertThat(again.text("/metadata/resourceVersion")).isEqualTo(touched.text("/metadata/resourceVersion"));
            var gone = api.apply(path, "me", touch(uid));
            assertThat(gone.at("/metadata/annotations")).isEqualTo(json("{\"kept\":\"yes\"}"));
        });
    }

    @Test
    void anotherPodOfTheSameNameIsNotTouched() {
        everywhere((api, namespace) -> {
            var made = pod(api, namespace, "one", ONE);
            var path = core(namespace, "pods/one");
            var other = ",\"uid\":\"11111111-1111-1111-1111-111111111111\",\"annotations\":{\"touched\":\"1\"}";
            var replaced = api.apply(path, "me", touch(other));
            assertThat(replaced.status()).isEqualTo(422);
            assertThat(replaced.text("/details/causes/0/field")).isEqualTo("metadata.uid");
            var old = ",\"uid\":\"" + made.text("/metadata/uid")
                    + "\",\"resourceVersion\":\"1\",\"annotations\":{\"t\":\"1\"}";
            assertThat(api.apply(path, "me", touch(old)).status()).isEqualTo(409);
            var missing =
                    api.apply(core(namespace, "pods/two"), "me", touch(other).replace("\"one\"", "\"two\""));
            assertThat(missing.status()).isEqualTo(409);
            assertThat(missing.text("/message")).contains("uid mismatch", "no existing object was found");
            assertThat(api.get(path).at("/metadata/annotations")).isEqualTo(json("{\"kept\":\"yes\"}"));
        });
    }

    @Test
    void changingAnAnnotationNeedsTheRightToPatch() {
        everywhere((api, namespace) -> {
            var token = bot(api, namespace);
            pod(api, namespace, "one", ONE);
            var path = core(namespace, "pods/one?fieldManager=me");
            var body = touch(",\"annotations\":{\"touched\":\"1\"}");
            assertThat(patch(api, path, body, token).text("/message"))
                    .isEqualTo(refusal(namespace, "one", "patch", "pods"));
            allow(api, namespace, "toucher", "pods", "patch");
            assertThat(eventually(() -> patch(api, path, body, token), 200).status())
                    .isEqualTo(200);
        });
    }

    private static Answer patch(ApiUnderTest api, String path, String body, String token) {
        return api.call("PATCH", path, body, "application/apply-patch+yaml", token);
    }
}
