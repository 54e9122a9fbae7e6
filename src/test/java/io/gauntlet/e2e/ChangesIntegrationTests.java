package io.gauntlet.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.cluster.Clusters;
import io.gauntlet.cluster.RegisterCluster;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.Secret;
import io.gauntlet.sandbox.SandboxCluster;
import io.gauntlet.sandbox.SandboxFleet;
import io.gauntlet.sandbox.SandboxOptions;
import io.gauntlet.support.IntegrationTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Changes are kept one by one, can be taken back, and can be left out of a plan. */
@IntegrationTest
class ChangesIntegrationTests {

    private static final AtomicInteger COUNTER = new AtomicInteger();

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

    private final String name = "change-" + COUNTER.incrementAndGet();
    private SandboxFleet fleet;
    private SandboxCluster cluster;
    private Api api;

    @BeforeEach
    void start() {
        fleet = SandboxFleet.start(SandboxOptions.defaults(new byte[32]));
        cluster = fleet.cluster(name);
        api = new Api(
                mvc,
                json,
                requireNonNull(jdbc.queryForObject("select id from app_user where name = 'admin'", UUID.class)));
        clusters.register(new RegisterCluster(
                name, name, null, LabelSet.of(Map.of("suite", name)), Secret.of(cluster.kubeconfig()), null, true));
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private String group(String group, String expr) {
        var body = Map.of(
                "yaml",
                "{name: %s, rules: [{alert: Up, expr: %s}]}".formatted(group, expr),
                "selector",
                "suite=" + name);
        return api.created("/api/v1/rule-groups", json.writeValueAsString(body))
                .at("/id")
                .asString();
    }

    private void edit(String id, String group, String expr) {
        var body = Map.of("yaml", "{name: %s, rules: [{alert: Up, expr: %s}]}".formatted(group, expr));
        assertThat(api.patch("/api/v1/rule-groups/" + id, json.writeValueAsString(body))
                        .getStatus())
                .isEqualTo(200);
    }

    private long newest() {
        return api.get("/api/v1/changes/log?limit=1").at("/items/0/number").asLong();
    }

    private JsonNode change(long number) {
        return api.get("/api/v1/changes/" + number);
    }

    private MockHttpServletResponse revert(long number) {
        return api.post("/api/v1/changes/" + number + "/revert", "{\"reason\":\"it was wrong\"}");
    }

    private MockHttpServletResponse planned(Long... without) {
        return api.post(
                "/api/v1/plans",
                json.writeValueAsString(Map.of("clusters", List.of(name), "without", List.of(without))));
    }

    private JsonNode body(MockHttpServletResponse answer) {
        return json.readTree(new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8));
    }

    private List<Long> pending() {
        return api.get("/api/v1/clusters/" + name + "/changes").at("/items").findValues("number").stream()
                .map(JsonNode::asLong)
                .toList();
    }

    private boolean runs(String expr) throws Exception {
        return new Everything(jdbc, requestMappingHandlerMapping, json)
                .objects(cluster).values().stream().anyMatch(object -> object.contains(expr));
    }

    @Test
    void everySaveIsKeptWithTheDocumentBeforeAndAfterIt() {
        var id = group(name, "up < -1");
        var added = change(newest());
        assertThat(added.at("/change/action").asString()).isEqualTo("added");
        assertThat(added.at("/change/author").asString()).isEqualTo("admin");
        assertThat(added.at("/change/pending/0").asString()).isEqualTo(name);
        assertThat(added.at("/before").isNull()).isTrue();

        edit(id, name, "up < -2");
        var edited = change(newest());
        assertThat(edited.at("/diff").asString()).contains("-  expr: up < -1", "+  expr: up < -2");
        assertThat(edited.at("/before/settings/selector").asString()).isEqualTo("suite=" + name);
        edit(id, name, "up < -2");
        assertThat(newest())
                .as("a save that changes nothing")
                .isEqualTo(edited.at("/change/number").asLong());
    }

    @Test
    void aChangeIsTakenBackByAnotherOneAndNamesThoseThatCameLater() {
        var id = group(name, "up < -1");
        edit(id, name, "up < -2");
        var second = newest();
        edit(id, name, "up < -3");
        var third = newest();
        edit(id, name + "-renamed", "up < -3");
        var renamed = newest();

        var refused = revert(second);
        assertThat(refused.getStatus()).isEqualTo(409);
        assertThat(body(refused).at("/detail").asString())
                .contains("changes " + third + " and " + renamed + " came later");

        assertThat(revert(renamed).getStatus()).isEqualTo(201);
        assertThat(revert(third).getStatus()).isEqualTo(201);
        var back = revert(second);
        assertThat(back.getStatus()).isEqualTo(201);
        assertThat(body(back).at("/change/reverts").asLong()).isEqualTo(second);
        assertThat(body(back).at("/change/reason").asString()).isEqualTo("it was wrong");
        assertThat(api.get("/api/v1/rule-groups/" + id).at("/yaml").asString()).contains("up < -1");
        assertThat(body(revert(second)).at("/detail").asString()).contains("was taken back already, by change");
    }

    @Test
    void aRemovedGroupComesBackAndAnAddedOneGoes() {
        group(name, "up < -1");
        var added = newest();
        assertThat(revert(added).getStatus()).isEqualTo(201);
        assertThat(api.get("/api/v1/rule-groups?query=" + name).at("/items").size())
                .isZero();
        var removed = newest();
        assertThat(change(removed).at("/change/action").asString()).isEqualTo("removed");
        assertThat(revert(removed).getStatus()).isEqualTo(201);
        assertThat(api.get("/api/v1/rule-groups?query=" + name).at("/items").size())
                .isEqualTo(1);
        assertThat(api.post("/api/v1/changes/" + newest() + "/revert", "{}").getStatus())
                .as("without a reason")
                .isEqualTo(422);
    }

    @Test
    void settingsOfAStackAndOfAProfileComeBack() {
        api.created("/api/v1/profiles", "{\"name\":\"%s\",\"settings\":{\"prometheus.replicas\":2}}".formatted(name));
        var profile = newest();
        api.change(
                "/api/v1/clusters/" + name + "/stack",
                "{\"profile\":\"%s\",\"overrides\":{\"prometheus.retention\":\"2d\"}}".formatted(name));
        var stack = newest();
        assertThat(change(stack).at("/diff").asString()).contains("+profile: " + name, "+prometheus.retention: \"2d\"");
        var used = revert(profile);
        assertThat(used.getStatus()).isEqualTo(409);
        assertThat(body(used).at("/detail").asString()).contains("is used by 1 clusters");
        assertThat(revert(stack).getStatus()).isEqualTo(201);
        assertThat(api.get("/api/v1/clusters/" + name + "/stack").at("/profile").asString())
                .isEqualTo("default");
        assertThat(revert(profile).getStatus()).isEqualTo(201);
    }

    @Test
    void aReplacedSecretIsNeverTakenBackByHalf() {
        var yaml = """
                route: {receiver: people}
                receivers: [{name: people, slack_configs: [{channel: "#a", api_url: "https://hooks.slack.com/%s"}]}]
                """;
        var values = Map.of(
                "name", name, "selector", "suite=" + name, "position", 9, "yaml", yaml.formatted("firstfirstfirst"));
        api.created("/api/v1/routings", json.writeValueAsString(values));
        assertThat(api.patch(
                                "/api/v1/routings/" + name,
                                json.writeValueAsString(Map.of("yaml", yaml.formatted("secondsecondsecond"))))
                        .getStatus())
                .isEqualTo(200);
        var replaced = newest();
        assertThat(change(replaced).toString())
                .contains("secret ")
                .doesNotContain("firstfirstfirst", "secondsecondsecond");
        var refused = revert(replaced);
        assertThat(refused.getStatus()).isIn(409, 422);
        assertThat(api.get("/api/v1/changes/log?limit=1").at("/items/0/number").asLong())
                .as("nothing was saved")
                .isEqualTo(replaced);
    }

    @Test
    void aChangeThatIsLeftOutGoesOnWaiting() throws Exception {
        var first = group(name + "-a", "up < -11");
        group(name + "-b", "up < -22");
        api.pushAndWait(name);
        assertThat(pending()).isEmpty();

        edit(first, name + "-a", "up < -33");
        var left = newest();
        group(name + "-c", "up < -44");
        var brought = newest();
        assertThat(pending()).containsExactly(brought, left);
        var answer = planned(left);
        assertThat(answer.getStatus()).as(answer.getContentAsString()).isEqualTo(201);
        var plan = body(answer);
        assertThat(plan.at("/without/0").asLong()).isEqualTo(left);
        assertThat(plan.at("/clusters/0/holds/0").asLong()).isEqualTo(brought);
        assertThat(plan.at("/clusters/0/leftOut/0").asLong()).isEqualTo(left);
        assertThat(api.pushAndWait(plan).at("/status").asString()).isEqualTo("succeeded");

        assertThat(runs("up < -44")).isTrue();
        assertThat(runs("up < -11")).isTrue();
        assertThat(runs("up < -33")).isFalse();
        assertThat(pending()).containsExactly(left);
        var revision =
                api.get("/api/v1/clusters/" + name + "/revisions?limit=1").at("/items/0");
        assertThat(revision.at("/leftOut/0").asLong()).isEqualTo(left);
        assertThat(revision.at("/holds/0").asLong()).isEqualTo(brought);
        assertThat(api.get("/api/v1/changes?limit=500").at("/items").findValuesAsString("cluster"))
                .contains(name);
        assertThat(api.get("/api/v1/rule-groups/" + first).at("/yaml").asString())
                .as("the configuration itself")
                .contains("up < -33");

        assertThat(api.pushAndWait(name).at("/status").asString()).isEqualTo("succeeded");
        assertThat(runs("up < -33")).isTrue();
        assertThat(pending()).isEmpty();
    }

    @Test
    void whatOthersBuildOnCannotBeLeftOut() {
        var id = group(name, "up < -1");
        var added = newest();
        edit(id, name, "up < -2");
        var edited = newest();
        var refused = planned(added);
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(body(refused).at("/errors/0/field").asString()).isEqualTo("without");
        assertThat(body(refused).at("/errors/0/reason").asString())
                .contains("Change " + edited, "builds on change " + added);
        assertThat(planned(added, edited).getStatus()).isEqualTo(201);
        assertThat(planned(edited).getStatus()).isEqualTo(201);
        assertThat(planned(Long.MAX_VALUE).getStatus()).isEqualTo(422);
        assertThat(api.pushAndWait(name).at("/status").asString()).isEqualTo("succeeded");
        assertThat(body(planned(edited)).at("/errors/0/reason").asString()).contains("does not wait for any");
    }

    @Test
    void aPlanThatLeavesAChangeOutIsRefusedOnceThatChangeWasPushed() {
        var id = group(name, "up < -1");
        api.pushAndWait(name);
        edit(id, name, "up < -2");
        var left = newest();
        group(name + "-b", "up < -22");
        var plan = body(planned(left));
        assertThat(api.pushAndWait(name).at("/status").asString()).isEqualTo("succeeded");
        var refused = api.post("/api/v1/plans/" + plan.at("/id").asString() + "/push", "{\"reason\":\"late\"}");
        assertThat(refused.getStatus()).isEqualTo(409);
    }
}
