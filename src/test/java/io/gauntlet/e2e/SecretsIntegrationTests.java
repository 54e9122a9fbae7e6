package io.gauntlet.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.cluster.Clusters;
import io.gauntlet.cluster.RegisterCluster;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import io.gauntlet.sandbox.Fault;
import io.gauntlet.sandbox.SandboxCluster;
import io.gauntlet.sandbox.SandboxFleet;
import io.gauntlet.sandbox.SandboxOptions;
import io.gauntlet.support.Canaries;
import io.gauntlet.support.IntegrationTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every secret of a stack is a canary. After a whole life of that stack, with inputs that are refused and a cluster that repeats
 * in its errors what it was sent, no canary is in an answer, a page, the log at TRACE, the database, or in an object of the
 * cluster that is not a Secret (promises S1, S3, S5).
 */
@IntegrationTest
class SecretsIntegrationTests {

    private static final List<String> LOGGERS = List.of(
            "io.gauntlet", "org.springframework.web", "org.springframework.security", "org.hibernate.orm.jdbc.bind");

    @Autowired
    MockMvc mvc;

    @Autowired
    JsonMapper json;

    @Autowired
    Clusters clusters;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    RequestMappingHandlerMapping requestMappingHandlerMapping;

    private final Canaries canaries = new Canaries();
    private TraceLog log;
    private SandboxFleet fleet;
    private SandboxCluster cluster;
    private Api api;
    private Everything everything;

    @BeforeEach
    void start() {
        fleet = SandboxFleet.start(SandboxOptions.defaults(new byte[32]));
        cluster = fleet.cluster("vault");
        api = new Api(
                mvc,
                json,
                requireNonNull(jdbc.queryForObject("select id from app_user where name = 'admin'", UUID.class)));
        everything = new Everything(jdbc, requestMappingHandlerMapping, json);
        log = TraceLog.of(LOGGERS);
    }

    @AfterEach
    void stop() {
        log.close();
        fleet.close();
    }

    @Test
    void noSecretIsAnywhereButInTheSecretsOfTheCluster() throws Exception {
        canaries.know("token of the cluster", cluster.adminToken());
        configure();
        refusedInputs();

        cluster.faults().add(Fault.echo(422).onMethods("PATCH", "POST").times(3));
        var first = api.plan("vault");
        if (first.at("/status").asString().equals("ready")) {
            api.push(first);
        }
        cluster.faults().clear();
        cluster.faults()
                .add(Fault.echo(422).onMethods("PATCH").onResources("secrets").times(50));
        api.pushAndWait("vault");
        cluster.faults().clear();
        assertThat(api.pushAndWait("vault").at("/status").asString()).isEqualTo("succeeded");
        assertThat(api.plan("vault").at("/status").asString()).isEqualTo("empty");

        var leaks = new TreeMap<String, List<String>>();
        everything.answers(api).forEach((place, content) -> note(leaks, place, canaries.in(content)));
        everything.rows().forEach((place, content) -> note(leaks, place, canaries.in(content)));
        everything.blobs().forEach(blob -> note(leaks, "bytes in the database", canaries.in(blob)));
        assertThat(log.records()).hasSizeGreaterThan(1_000);
        log.records().forEach(line -> note(leaks, "log: " + line, canaries.in(line)));

        var secrets = new ArrayList<String>();
        everything.objects(cluster).forEach((place, content) -> {
            if (place.startsWith("Secret ")) {
                secrets.addAll(canaries.in(content));
            } else {
                note(leaks, place, canaries.in(content));
            }
        });
        assertThat(leaks).isEmpty();
        // Without these the sweep would be blind.
        assertThat(secrets)
                .contains("bucket", "slack", "victorops", "webhook", "basic auth", "smtp", "bearer", "proxy");
    }

    private void configure() {
        clusters.register(new RegisterCluster(
                "vault",
                "Vault",
                null,
                LabelSet.of(Map.of("suite", "secrets")),
                Secret.of(cluster.kubeconfig()),
                null,
                true));
        api.created("/api/v1/buckets", """
                {"name":"secrets","type":"S3","settings":{"endpoint":"s3.example.com","bucket":"blocks","access_key":"gauntlet"},
                 "secrets":{"secret_key":"%s"}}""".formatted(canaries.next("bucket")));
        api.submit("/buckets", Map.of("name", "by-form", "type", "S3", "endpoint", "s3.example.com", "bucket", "form"));
        assertThat(api.get("/api/v1/buckets/by-form").at("/type").asString()).isEqualTo("S3");
        api.change("/api/v1/clusters/vault/stack", "{\"bucket\":\"secrets\"}");
        api.created(
                "/api/v1/routings",
                json.writeValueAsString(
                        Map.of("name", "secrets", "selector", "suite=secrets", "position", 1, "yaml", routing())));
        api.created(
                "/api/v1/rule-groups",
                json.writeValueAsString(Map.of(
                        "yaml", "{name: secrets, rules: [{alert: Up, expr: up == 0}]}", "evaluator", "PROMETHEUS")));
        var token = api.created("/api/v1/tokens", "{\"name\":\"t\",\"role\":\"viewer\",\"scope\":\"read\"}");
        canaries.know("token of the API", token.at("/value").asString());
        // Nobody has this host, so every try fails, and its failure is told.
        api.created("/api/v1/approval-rules", """
                {"name": "elsewhere", "selector": "tier=none", "approvals": 1}""");
        api.created("/api/v1/notification-channels", """
                {"name":"people","kind":"slack","url":"https://hooks.example.invalid/services/%s"}""".formatted(canaries.next("notification path")));
        api.created("/api/v1/notification-channels", """
                {"name":"programs","kind":"webhook","url":"https://hooks.example.invalid/?token=%s","signingSecret":"%s"}""".formatted(
                        canaries.next("notification token"), canaries.next("signing secret")));
        assertThat(api.post("/api/v1/notification-channels/people/test", "").getStatus())
                .isEqualTo(200);
        api.created("/api/v1/users", """
                {"name":"keeper","password":"%s","role":"viewer"}""".formatted(canaries.next("password")));
    }

    private String routing() {
        return """
                global:
                  smtp_smarthost: mail.example.com:587
                  smtp_from: alerts@example.com
                  smtp_auth_username: gauntlet
                  smtp_auth_password: %s
                route:
                  receiver: everybody
                receivers:
                  - name: everybody
                    slack_configs:
                      - api_url: https://hooks.slack.com/services/%s
                        channel: '#alerts'
                    victorops_configs:
                      - api_key: %s
                        routing_key: devops
                    webhook_configs:
                      - url: https://hooks.example.com/%s
                        http_config:
                          basic_auth: {username: gauntlet, password: %s}
                      - url: https://two.example.com/
                        http_config:
                          proxy_url: http://gauntlet:%s@proxy.example.com:3128
                          authorization: {type: Bearer, credentials: %s}
                """.formatted(
                        canaries.next("smtp"),
                        canaries.next("slack"),
                        canaries.next("victorops"),
                        canaries.next("webhook"),
                        canaries.next("basic auth"),
                        canaries.next("proxy"),
                        canaries.next("bearer"));
    }

    /** What is refused is answered, logged and audited too. */
    private void refusedInputs() {
        var leaks = new TreeMap<String, List<String>>();
        var inputs = new TreeMap<String, String>(Map.of(
                "/api/v1/clusters",
                json.writeValueAsString(Map.of("name", "x", "kubeconfig", """
                        apiVersion: v1
                        kind: Config
                        users: [{name: u, user: {token: %s, exec: {command: %s}}}]
                        """.formatted(
                                canaries.next("refused token"), canaries.next("refused command")))),
                "/api/v1/routings",
                json.writeValueAsString(Map.of("name", "y", "yaml", """
                        route: {receiver: nobody}
                        receivers: [{name: a, slack_configs: [{api_url: %s}], unknown: 1}]
                        """.formatted(canaries.next("refused routing")))),
                "/api/v1/buckets",
                """
                {"name":"z","type":"S3","settings":{"endpoint":"s3.example.com","bucket":"blocks","secret_key":"%s"},
                 "secrets":{"nonsense":"%s"}}""".formatted(canaries.next("refused key"), canaries.next("refused secret")),
                "/api/v1/notification-channels",
                """
                {"name":"w","kind":"webhook","url":"https://u:%s@example.invalid/","signingSecret":"%s","events":["none"]}""".formatted(canaries.next("refused address"), canaries.next("refused signing secret")),
                "/api/v1/users",
                """
                {"name":"","password":"%s","role":"nobody"}""".formatted(canaries.next("refused password"))));
        inputs.forEach((path, body) -> {
            var answer = api.post(path, body);
            assertThat(answer.getStatus()).as(path).isEqualTo(422);
            note(leaks, path, canaries.in(answer.getContentAsByteArray()));
            // Broken in the middle: the parser's own message must not show the surroundings.
            var broken = api.post(path, body.substring(0, body.length() - 2));
            note(leaks, path + " cut", canaries.in(broken.getContentAsByteArray()));
        });
        assertThat(leaks).isEmpty();
        refusedForms();
        assertThat(clusters.find(new ResourceName("x"))).isEmpty();
    }

    /** A page shows its reader what was typed, so that it is not lost; the log, the audit and the database do not keep it. */
    private void refusedForms() {
        api.submit(
                "/routing/new",
                Map.of("name", "q", "position", "1", "yaml", "route: " + canaries.next("form of a routing")));
        api.submit(
                "/buckets",
                Map.of("name", "q", "type", "S3", "endpoint", "!", "secretKey", canaries.next("form of a bucket")));
        api.submit("/clusters/new/kubeconfig", Map.of("text", "users: " + canaries.next("form of a cluster")));
        api.submit(
                "/clusters/vault/credentials",
                Map.of("text", "users: " + canaries.next("form of credentials"), "version", "1"));
        api.submit(
                "/settings/users", Map.of("name", "", "password", canaries.next("form of a user"), "role", "VIEWER"));
        api.submit(
                "/settings/notifications",
                Map.of(
                        "name",
                        "q",
                        "kind",
                        "slack",
                        "url",
                        "ftp://" + canaries.next("form of a channel"),
                        "signingSecret",
                        canaries.next("form of a signing secret")));
        api.submit(
                "/settings/password",
                Map.of("current", canaries.next("present password"), "password", canaries.next("new password")));
    }

    private static void note(Map<String, List<String>> leaks, String place, List<String> found) {
        if (!found.isEmpty()) {
            leaks.put(place.substring(0, Math.min(place.length(), 300)), found);
        }
    }
}
