package io.gauntlet.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who somebody is and what that lets them do. */
class AccessContractTests extends ContractSuite {

    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final String IDENTITY = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/namespaces/";

    private static String token(ApiUnderTest api, String namespace) {
        api.post(core(namespace, "serviceaccounts"), "{\"metadata\":{\"name\":\"bot\"}}");
        var answer = api.post(core(namespace, "serviceaccounts/bot/token"), "{\"spec\":{\"expirationSeconds\":3600}}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("/status").has("expirationTimestamp")).isTrue();
        return answer.text("/status/token");
    }

    private static void allow(ApiUnderTest api, String namespace, String name, String rules) {
        var role = "{\"metadata\":{\"name\":\"" + name + "\"},\"rules\":" + rules + "}";
        assertThat(api.post(RBAC + namespace + "/roles", role).status()).isEqualTo(201);
        var binding = """
                {"metadata":{"name":"%1$s"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"%1$s"},
                 "subjects":[{"kind":"ServiceAccount","name":"bot","namespace":"%2$s"}]}""".formatted(name, namespace);
        assertThat(api.post(RBAC + namespace + "/rolebindings", binding).status())
                .isEqualTo(201);
    }

    private static String question(String namespace, String verb, String resource) {
        return "{\"spec\":{\"resourceAttributes\":{\"namespace\":\"" + namespace + "\",\"verb\":\"" + verb
                + "\",\"resource\":\"" + resource + "\"}}}";
    }

    @Test
    void wrongTokenIsNobodyAndNoTokenIsAnonymous() {
        everywhere((api, namespace) -> {
            var wrong = api.getAs("/api/v1/namespaces/default", "wrong");
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.body()).isEqualTo(json("""
                                    {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Unauthorized",
                                     "reason":"Unauthorized","code":401}"""));
            assertThat(api.getAs("/api/v1/namespaces/default", "").text("/message"))
                    .isEqualTo("namespaces \"default\" is forbidden: User \"system:anonymous\" cannot get resource"
                            + " \"namespaces\" in API group \"\" in the namespace \"default\"");
        });
    }

    @Test
    void refusalsNameUserVerbResourceAndPlace() {
        everywhere((api, namespace) -> {
            var token = token(api, namespace);
            var user = "User \"system:serviceaccount:" + namespace + ":bot\"";
            assertThat(api.getAs(core(namespace, "pods"), token).text("/message"))
                    .isEqualTo("pods is forbidden: " + user + " cannot list resource \"pods\" in API group \"\" in the"
                            + " namespace \"" + namespace + "\"");
            assertThat(api.getAs("/api/v1/pods", token).text("/message")).endsWith("at the cluster scope");
            assertThat(api.getAs(apps(namespace, "deployments/d"), token).text("/message"))
                    .isEqualTo("deployments.apps \"d\" is forbidden: " + user
                            + " cannot get resource \"deployments\" in API" + " group \"apps\" in the namespace \""
                            + namespace + "\"");
            assertThat(api.getAs("/metrics", token).text("/message"))
                    .isEqualTo("forbidden: " + user + " cannot get path \"/metrics\"");
            assertThat(api.getAs("/version", token).status()).isEqualTo(200);
        });
    }

    @Test
    void roleOpensWhatItListsAndNothingElse() {
        everywhere((api, namespace) -> {
            var token = token(api, namespace);
            allow(
                    api,
                    namespace,
                    "reader",
                    "[{\"apiGroups\":[\"\"],\"resources\":[\"pods\",\"pods/proxy\"],\"verbs\":[\"get\"]}]");
            assertThat(eventually(() -> api.getAs(core(namespace, "pods/none"), token), 404)
                            .status())
                    .isEqualTo(404);
            assertThat(api.getAs(core(namespace, "pods"), token).status()).isEqualTo(403);
            assertThat(api.getAs(core(namespace, "secrets/x"), token).status()).isEqualTo(403);
            assertThat(api.getAs(core(namespace, "pods/none:80/proxy/x"), token).status())
                    .isEqualTo(404);
            var yes = api.postAs(REVIEWS, question(namespace, "get", "pods"), token);
            assertThat(yes.status()).isEqualTo(201);
            assertThat(yes.at("/status")).isEqualTo(json("""
                                    {"allowed":true,"reason":"RBAC: allowed by RoleBinding \\"reader/%1$s\\" of Role \\"reader\\" to ServiceAccount \\"bot/%1$s\\""}""".formatted(namespace)));
            assertThat(api.postAs(REVIEWS, question(namespace, "list", "secrets"), token)
                            .at("/status"))
                    .isEqualTo(json("{\"allowed\":false}"));
        });
    }

    @Test
    void namedObjectsOnly() {
        everywhere((api, namespace) -> {
            var token = token(api, namespace);
            allow(
                    api,
                    namespace,
                    "one",
                    "[{\"apiGroups\":[\"\"],\"resources\":[\"configmaps\"],\"resourceNames\":[\"a\"],\"verbs\":[\"get\"]}]");
            assertThat(eventually(() -> api.getAs(core(namespace, "configmaps/a"), token), 404)
                            .status())
                    .isEqualTo(404);
            assertThat(api.getAs(core(namespace, "configmaps/b"), token).status())
                    .isEqualTo(403);
        });
    }

    @Test
    void callerLearnsWhoItIs() {
        everywhere((api, namespace) -> {
            assertThat(api.post(IDENTITY, "{}").at("/status/userInfo/groups"))
                    .isEqualTo(json("[\"system:masters\",\"system:authenticated\"]"));
            var answer = api.postAs(IDENTITY, "{}", token(api, namespace));
            assertThat(answer.text("/status/userInfo/username"))
                    .isEqualTo("system:serviceaccount:" + namespace + ":bot");
            assertThat(answer.at("/status/userInfo/groups").valueStream().map(group -> group.asString("")))
                    .containsExactly(
                            "system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated");
        });
    }

    @Test
    void tokenEndsWithItsAccount() {
        everywhere((api, namespace) -> {
            var token = token(api, namespace);
            assertThat(api.postAs(IDENTITY, "{}", token).status()).isEqualTo(201);
            api.delete(core(namespace, "serviceaccounts/bot"), null);
            assertThat(eventually(() -> api.postAs(IDENTITY, "{}", token), 401).status())
                    .isEqualTo(401);
        });
    }

    @Test
    void nobodyHandsOutRightsThatTheyDoNotHave() {
        everywhere((api, namespace) -> {
            var token = token(api, namespace);
            allow(api, namespace, "maker", """
                    [{"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles","rolebindings"],
                      "verbs":["create","get","patch"]}]""");
            var path = RBAC + namespace + "/roles";
            var held = "{\"metadata\":{\"name\":\"held\"},\"rules\":[{\"apiGroups\":[\"rbac.authorization.k8s.io\"],"
                    + "\"resources\":[\"roles\"],\"verbs\":[\"get\"]}]}";
            assertThat(eventually(() -> api.postAs(path, held, token), 201).status())
                    .isEqualTo(201);
            var more = "{\"metadata\":{\"name\":\"more\"},\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\"secrets\"],"
                    + "\"verbs\":[\"get\"]}]}";
            var answer = api.postAs(path, more, token);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text("/message"))
                    .endsWith("is attempting to grant RBAC permissions not currently held:\n"
                            + "{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\"]}");
            var binding = """
                    {"metadata":{"name":"all"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole",
                     "name":"cluster-admin"},"subjects":[{"kind":"ServiceAccount","name":"bot","namespace":"%s"}]}""".formatted(namespace);
            assertThat(api.postAs(RBAC + namespace + "/rolebindings", binding, token)
                            .status())
                    .isEqualTo(403);
        });
    }

    @Test
    void proxyNeedsSomethingBehindIt() {
        everywhere((api, namespace) -> {
            assertThat(api.get(core(namespace, "services/none:80/proxy/x")).text("/message"))
                    .isEqualTo("services \"none\" not found");
            api.post(
                    core(namespace, "services"),
                    "{\"metadata\":{\"name\":\"s\"},\"spec\":{\"selector\":{\"a\":\"b\"},\"ports\":[{\"port\":80}]}}");
            var answer = eventually(() -> api.get(core(namespace, "services/s:80/proxy/x")), 503);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text("/message")).isEqualTo("no endpoints available for service \"s\"");
        });
    }

    @Test
    void discoveryListsWhatIsServed() {
        everywhere((api, namespace) -> {
            var groups = api.get("/apis")
                    .at("/groups")
                    .valueStream()
                    .map(group -> group.path("name").asString(""))
                    .toList();
            assertThat(groups)
                    .contains(
                            "apps",
                            "policy",
                            "networking.k8s.io",
                            "rbac.authorization.k8s.io",
                            "storage.k8s.io",
                            "authorization.k8s.io",
                            "discovery.k8s.io");
            assertThat(api.get("/apis/apps/v1")
                            .at("/resources")
                            .valueStream()
                            .filter(resource ->
                                    resource.path("name").asString("").equals("statefulsets"))
                            .map(resource -> resource.path("kind").asString("") + resource.path("namespaced")))
                    .containsExactly("StatefulSettrue");
            assertThat(api.get("/api").at("/versions")).isEqualTo(json("[\"v1\"]"));
            assertThat(api.get("/healthz").response().body()).isEqualTo("ok");
        });
    }

    @Test
    void whoeverHasATokenMaySeeWhichGroupsAreServed() {
        everywhere((api, namespace) -> {
            var token = token(api, namespace);
            assertThat(api.getAs("/apis/apps/v1", token).status()).isEqualTo(200);
            assertThat(api.getAs("/apis/monitoring.coreos.com/v1", token).status())
                    .isEqualTo(404);
        });
    }
}
