package io.gauntlet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.gauntlet.access.Caller;
import io.gauntlet.access.Role;
import io.gauntlet.access.Scope;
import io.gauntlet.bucket.BucketId;
import io.gauntlet.bucket.Buckets;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.cluster.RegisterCluster;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.Secret;
import io.gauntlet.routing.Routings;
import io.gauntlet.support.IntegrationTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What clusters are made of, from a call to PostgreSQL and back: buckets, stacks, rules and routing together. */
@IntegrationTest
class ConfigurationIntegrationTests {

    @Autowired
    MockMvcTester mvc;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clusters clusters;

    @Autowired
    Stacks stacks;

    @Autowired
    Buckets buckets;

    @Autowired
    Routings routings;

    @Test
    void bucketsKeepTheirSecretsToThemselves() {
        var added = call(HttpMethod.POST, "/api/v1/buckets", s3("sealed", "canary-secret-1"), null);
        assertThat(added).hasStatus(201).headers().containsKey("Location");
        assertThat(added).bodyText().doesNotContain("canary-secret-1");
        assertThat(dump("bucket_secret") + dump("bucket") + dump("audit_entry")).doesNotContain("canary-secret-1");
        assertThat(buckets.objectStore(bucket("sealed")).secrets()).containsEntry("secret_key", Secret.of("canary-secret-1"));

        var moved = "{\"settings\": {\"endpoint\": \"other.example.org\", \"bucket\": \"sealed\"}}";
        assertThat(call(HttpMethod.PATCH, "/api/v1/buckets/sealed", moved, null)).hasStatus(428);
        assertThat(call(HttpMethod.PATCH, "/api/v1/buckets/sealed", moved, "\"7\"")).hasStatus(412);
        assertThat(call(HttpMethod.PATCH, "/api/v1/buckets/sealed", moved, "\"0\"")).hasStatusOk();
        assertThat(buckets.objectStore(bucket("sealed")).secrets()).isEmpty();
    }

    @Test
    void oneStorageIsOneBucket() {
        assertThat(call(HttpMethod.POST, "/api/v1/buckets", s3("first", "k1"), null)).hasStatus(201);
        assertThat(call(HttpMethod.POST, "/api/v1/buckets", s3("second", "k2").replace("\"bucket\": \"second\"", "\"bucket\": \"first\""), null))
                .hasStatus(409);
    }

    @Test
    void aStackOverridesItsProfileAndGivesBack() {
        register("override", "https://override.example.org");
        var read = call(HttpMethod.GET, "/api/v1/clusters/override/stack", null, null);
        assertThat(read).hasStatusOk().bodyJson().extractingPath("$.externalLabels.cluster").isEqualTo("override");
        var tag = String.valueOf(read.getResponse().getHeader("ETag"));
        var changed = call(HttpMethod.PUT, "/api/v1/clusters/override/stack", "{\"overrides\": {\"prometheus.replicas\": 2}}", tag);
        assertThat(changed).hasStatusOk().bodyJson().extractingPath("$.origins['prometheus.replicas']").isEqualTo("CLUSTER");
        assertThat(call(HttpMethod.PUT, "/api/v1/clusters/override/stack", "{}", tag)).hasStatus(412);
        var next = String.valueOf(changed.getResponse().getHeader("ETag"));
        var back = call(HttpMethod.PUT, "/api/v1/clusters/override/stack", "{\"overrides\": {\"prometheus.replicas\": null}}", next);
        assertThat(back).hasStatusOk().bodyJson().extractingPath("$.settings['prometheus.replicas']").isEqualTo(3);
        assertThat(call(HttpMethod.PUT, "/api/v1/clusters/override/stack", "{\"overrides\": {\"prometheus.replica\": 1}}",
                        String.valueOf(back.getResponse().getHeader("ETag"))))
                .hasStatus(422)
                .bodyText()
                .contains("prometheus.replicas");
    }

    @Test
    void stacksOfOneBucketAreToldApartAndOneCompacts() {
        call(HttpMethod.POST, "/api/v1/buckets", s3("shared", "k3"), null);
        var one = register("shared-one", "https://one.example.org");
        var two = register("shared-two", "https://two.example.org");
        configure(one, Map.of("cluster", "twin"), "shared");
        assertThatExceptionOfType(DomainException.Conflict.class)
                .isThrownBy(() -> configure(two, Map.of("cluster", "twin"), "shared"));
        configure(two, Map.of("cluster", "other"), "shared");
        assertThat(buckets.get(bucket("shared")).compactor()).contains(one);
        assertThat(stacks.usersOf(bucket("shared"))).containsExactlyInAnyOrder(one, two);

        buckets.assignCompactor(bucket("shared"), buckets.get(bucket("shared")).version(), two);
        assertThat(buckets.get(bucket("shared")).compactor()).contains(one);
        buckets.compactorStopped(bucket("shared"), one);
        assertThat(buckets.get(bucket("shared")).compactor()).contains(two);
        assertThatExceptionOfType(DomainException.Conflict.class)
                .isThrownBy(() -> buckets.remove(bucket("shared"), buckets.get(bucket("shared")).version()))
                .withMessageContaining("shared-one, shared-two");

        stacks.fixLabels(one);
        assertThatExceptionOfType(DomainException.Conflict.class)
                .isThrownBy(() -> configure(one, Map.of("cluster", "renamed"), "shared"));
        assertThatExceptionOfType(DomainException.Conflict.class)
                .isThrownBy(() -> configure(one, Map.of("cluster", "twin"), ""));
    }

    @Test
    void twoStacksOnTheSameNodesUseTwoHostPorts() {
        var one = register("port-one", "https://nodes.example.org");
        var two = register("port-two", "https://nodes.example.org");
        assertThat(stacks.effective(one).settings().nodeExporter().port()).isEqualTo(9100);
        assertThat(stacks.effective(List.of(one, two)).get(two))
                .satisfies(stack -> assertThat(stack.settings().nodeExporter().port()).isEqualTo(9101));
        assertThatExceptionOfType(DomainException.Invalid.class)
                .isThrownBy(() -> stacks.configure(new Stacks.ConfigureStack(
                        two, stacks.effective(two).version(), null, Map.of("nodeExporter.port", 9100), null, null)));
    }

    @Test
    void ruleGroupsAreImportedAllOrNone() {
        var good = "{\"yaml\": \"groups:\\n- name: imported-%s\\n  rules:\\n  - alert: A_b\\n    expr: up{x=\\\"100%%\\\"} == 0\\n%s\"}";
        assertThat(call(HttpMethod.POST, "/api/v1/rule-groups/import", good.formatted("a", "- name: bad\\n  rules: [{expr: 1}]\\n"), null))
                .hasStatus(422);
        assertThat(call(HttpMethod.POST, "/api/v1/rule-groups/import", good.formatted("a", ""), null)).hasStatus(201);
        assertThat(call(HttpMethod.POST, "/api/v1/rule-groups/import", good.formatted("a", ""), null)).hasStatus(409);
        assertThat(call(HttpMethod.GET, "/api/v1/rule-groups?query=a_b&evaluator=PROMETHEUS&enabled=true", null, null))
                .bodyJson()
                .extractingPath("$.items[*].name")
                .asArray()
                .containsExactly("imported-a");
        assertThat(call(HttpMethod.GET, "/api/v1/rule-groups?query=100%25", null, null)).bodyJson().extractingPath("$.items").asArray().hasSize(1);
        assertThat(call(HttpMethod.GET, "/api/v1/rule-groups?query=100_", null, null)).bodyJson().extractingPath("$.items").asArray().isEmpty();
        assertThat(call(HttpMethod.GET, "/api/v1/rule-groups/export?query=imported", null, null)).bodyText().contains("alert: A_b");
    }

    @Test
    void routingsGiveTheirSecretsToClustersOnly() {
        var yaml = "route: {receiver: a}\\nreceivers:\\n- name: a\\n  webhook_configs:\\n  - url: https://hook.example.org/canary-2\\n";
        var added = call(HttpMethod.POST, "/api/v1/routings",
                "{\"name\": \"canary\", \"selector\": \"routed=yes\", \"yaml\": \"" + yaml + "\"}", null);
        assertThat(added).hasStatus(201).bodyText().doesNotContain("canary-2");
        assertThat(dump("routing") + dump("routing_secret")).doesNotContain("canary-2");
        var config = routings.forCluster(LabelSet.of(Map.of("routed", "yes"))).orElseThrow();
        assertThat(config.yaml()).contains("/etc/alertmanager/secrets/a-webhook-0-url");
        assertThat(config.secretFiles()).containsEntry("a-webhook-0-url", Secret.of("https://hook.example.org/canary-2"));
    }

    @Test
    void pagesShowWhatIsStored() {
        register("paged", "https://paged.example.org");
        call(HttpMethod.POST, "/api/v1/buckets", s3("paged", "canary-secret-3"), null);
        for (var path : List.of("/buckets", "/buckets/new", "/buckets/paged", "/stacks", "/stacks/default", "/clusters/paged/stack",
                "/rules", "/rules/new", "/routing", "/routing/new")) {
            assertThat(call(HttpMethod.GET, path, null, null)).as(path).hasStatusOk().bodyText().doesNotContain("canary-secret-3");
        }
    }

    private MvcTestResult call(HttpMethod method, String path, @Nullable String body, @Nullable String ifMatch) {
        var token = new Caller.Token(new UUID(0, 1), "config", Scope.WRITE);
        var caller = new Caller("config", new UUID(0, 2), Role.EDITOR, 0, token);
        var request = mvc.method(method)
                .uri(java.net.URI.create(path))
                .with(csrf())
                .with(authentication(UsernamePasswordAuthenticationToken.authenticated(caller, null, caller.authorities())));
        if (body != null) {
            request = request.contentType(MediaType.APPLICATION_JSON).content(body);
        }
        return (ifMatch == null ? request : request.header("If-Match", ifMatch)).exchange();
    }

    private ClusterId register(String name, String server) {
        var kubeconfig = """
                {"apiVersion": "v1", "kind": "Config", "current-context": "x",
                 "contexts": [{"name": "x", "context": {"cluster": "x", "user": "x"}}],
                 "clusters": [{"name": "x", "cluster": {"server": "%s"}}],
                 "users": [{"name": "x", "user": {"token": "token-of-%s"}}]}""".formatted(server, name);
        Cluster cluster = clusters.register(
                new RegisterCluster(name, null, "ns-" + name, LabelSet.empty(), Secret.of(kubeconfig), null, false));
        return cluster.id();
    }

    private void configure(ClusterId cluster, Map<String, String> labels, String bucket) {
        stacks.configure(new Stacks.ConfigureStack(
                cluster, stacks.effective(cluster).version(), null, null, LabelSet.of(labels), bucket));
    }

    private BucketId bucket(String name) {
        return buckets.get(new io.gauntlet.kernel.ResourceName(name)).id();
    }

    private static String s3(String name, String secret) {
        return """
                {"name": "%1$s", "type": "S3", "secrets": {"secret_key": "%2$s"},
                 "settings": {"endpoint": "s3.example.org", "bucket": "%1$s", "access_key": "AKIA"}}""".formatted(name, secret);
    }

    private String dump(String table) {
        return String.join("\n", jdbc.sql("SELECT t::text FROM " + table + " t").query(String.class).list());
    }
}
