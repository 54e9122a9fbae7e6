package io.gauntlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import io.gauntlet.support.IntegrationTest;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How the API answers, shown on its users. */
@IntegrationTest
class ApiAnswersIntegrationTests {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    @Autowired
    MockMvc mvc;

    @Autowired
    JsonMapper json;

    @Autowired
    JdbcClient jdbc;

    @Nested
    class Problems {

        @Test
        void brokenJsonIsNamedWithItsPlace() throws Exception {
            var answer = create("{\"name\":\n \"x\",,}");

            assertThat(answer.getStatus()).isEqualTo(400);
            assertThat(problem(answer).at("/type").asString()).isEqualTo("urn:gauntlet:problem:malformed");
            assertThat(problem(answer).at("/detail").asString()).contains("line 2");
        }

        @Test
        void unknownPropertyIsNamedWithTheKnownOnes() throws Exception {
            var answer = create("{\"name\":\"x\",\"password\":\"12345678\",\"role\":\"viewer\",\"admin\":true}");

            assertThat(answer.getStatus()).isEqualTo(422);
            assertThat(problem(answer).at("/errors/0/field").asString()).isEqualTo("admin");
            assertThat(problem(answer).at("/errors/0/fix").asString()).contains("name", "password", "role");
        }

        @Test
        void propertyThatComesTwiceIsRefused() throws Exception {
            assertThat(create("{\"name\":\"x\",\"name\":\"y\"}").getStatus()).isEqualTo(400);
        }

        @Test
        void wrongTypeAndMissingFieldsAreNamed() throws Exception {
            var wrong = create("{\"name\":{\"a\":1},\"password\":\"12345678\",\"role\":\"viewer\"}");
            assertThat(wrong.getStatus()).isEqualTo(422);
            assertThat(problem(wrong).at("/errors/0/field").asString()).isEqualTo("name");

            var missing = create("{\"name\":\"x\"}");
            assertThat(missing.getStatus()).isEqualTo(422);
            assertThat(problem(missing).at("/errors").findValuesAsString("field"))
                    .contains("password", "role");
        }

        @Test
        void brokenRuleSaysReasonAndFix() throws Exception {
            var answer = create("{\"name\":\"Not A Name\",\"password\":\"12345678\",\"role\":\"viewer\"}");

            assertThat(answer.getStatus()).isEqualTo(422);
            assertThat(answer.getContentType()).isEqualTo("application/problem+json");
            assertThat(problem(answer).at("/instance").asString()).isEqualTo("/api/v1/users");
            assertThat(problem(answer).at("/errors/0/fix").asString()).startsWith("Use 1 to 63");
        }

        @Test
        void deepNestingIsRefusedWhereverItIsRead() throws Exception {
            assertThatThrownBy(() -> json.readTree("[".repeat(51) + "]".repeat(51)))
                    .isInstanceOf(StreamConstraintsException.class);
            assertThat(json.readTree("[".repeat(50) + "]".repeat(50)).size()).isOne();
            assertThat(create("{\"name\":" + "[".repeat(100_000)).getStatus()).isEqualTo(422);
        }

        @Test
        void takenNameIsAConflict() throws Exception {
            assertThat(create(body("admin")).getStatus()).isEqualTo(409);
        }

        @Test
        void versionIsRequiredAndCompared() throws Exception {
            var name = name();
            var created = create(body(name));
            assertThat(created.getHeader("Location")).isEqualTo("/api/v1/users/" + name);
            var tag = String.valueOf(created.getHeader("ETag"));
            var change = "{\"role\":\"editor\",\"enabled\":true}";

            assertThat(change(name, change).getStatus()).isEqualTo(428);
            assertThat(change(name, change, tag).getStatus()).isEqualTo(200);
            assertThat(change(name, change, tag).getStatus()).isEqualTo(412);
            assertThat(answer(delete("/api/v1/users/" + name).header("If-Match", "W/\"x\""))
                            .getStatus())
                    .isEqualTo(422);
        }

        @Test
        void frameworkErrorsAreProblemsToo() throws Exception {
            assertProblem(answer(get("/api/v1/nothing-here")), 404);
            assertProblem(answer(post("/api/v1/me")), 405);
            assertProblem(answer(get("/api/v1/users").accept(MediaType.APPLICATION_PDF)), 406);
            assertProblem(
                    answer(post("/api/v1/users")
                            .contentType(MediaType.TEXT_PLAIN)
                            .content("x")),
                    415);
            assertProblem(answer(get("/api/v1/users?limit=many")), 400);
            assertProblem(answer(get("/api/v1/users?limit=100000")), 422);
        }
    }

    @Nested
    class Idempotency {

        @Test
        void repetitionGetsTheFirstAnswer() throws Exception {
            var body = body(name());
            var first = create(body, "key-" + COUNTER.incrementAndGet());
            var again = create(body, "key-" + COUNTER.get());

            assertThat(first.getStatus()).isEqualTo(201);
            assertThat(again.getStatus()).isEqualTo(201);
            assertThat(again.getContentAsString()).isEqualTo(first.getContentAsString());
            assertThat(again.getHeader("Location")).isEqualTo(first.getHeader("Location"));
            assertThat(again.getHeader("ETag")).isEqualTo(first.getHeader("ETag"));
            assertThat(again.getHeader("Idempotency-Replayed")).isEqualTo("true");
        }

        @Test
        void otherBodyUnderTheSameKeyIsRefused() throws Exception {
            var key = "key-" + COUNTER.incrementAndGet();
            create(body(name()), key);

            assertThat(create(body(name()), key).getStatus()).isEqualTo(422);
        }

        @Test
        void refusedRequestMayBeCorrectedUnderTheSameKey() throws Exception {
            var key = "key-" + COUNTER.incrementAndGet();

            assertThat(create("{\"name\":\"Not A Name\",\"password\":\"12345678\",\"role\":\"viewer\"}", key)
                            .getStatus())
                    .isEqualTo(422);
            assertThat(create(body(name()), key).getStatus()).isEqualTo(201);
        }

        @Test
        void manyAtOnceMakeOneChange() throws Exception {
            var body = body(name());
            var key = "key-" + COUNTER.incrementAndGet();
            try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
                var tasks = IntStream.range(0, 8)
                        .<Callable<MockHttpServletResponse>>mapToObj(number -> () -> create(body, key))
                        .toList();
                var made = 0;
                for (var done : workers.invokeAll(tasks)) {
                    var answer = done.get();
                    assertThat(answer.getStatus()).isIn(201, 409);
                    made += answer.getStatus() == 201 && answer.getHeader("Idempotency-Replayed") == null ? 1 : 0;
                }
                assertThat(made).isOne();
            }
        }

        @Test
        void abandonedRequestMayBeRepeated() throws Exception {
            var body = body(name());
            var key = "key-" + COUNTER.incrementAndGet();
            jdbc.sql("INSERT INTO idempotency_key (actor, key, path, fingerprint, created_at)"
                            + " VALUES ('root', ?, '/api/v1/users', 'x', now() - interval '6 minutes')")
                    .param(key)
                    .update();

            assertThat(create(body, key).getStatus()).isEqualTo(201);
        }

        @Test
        void nothingSecretIsKept() throws Exception {
            var canary = "canary-" + COUNTER.incrementAndGet() + "-hunter2";
            create(
                    "{\"name\":\"%s\",\"password\":\"%s\",\"role\":\"viewer\"}".formatted(name(), canary),
                    "key-" + COUNTER.incrementAndGet());

            assertThat(jdbc.sql("SELECT k::text || convert_from(coalesce(k.body, ''), 'UTF8') FROM idempotency_key k")
                            .query(String.class)
                            .list())
                    .isNotEmpty()
                    .noneMatch(row -> row.contains(canary));
            assertThat(jdbc.sql("SELECT fingerprint FROM idempotency_key WHERE path = '/api/v1/users' AND status = 201")
                            .query(String.class)
                            .list())
                    .allMatch(fingerprint -> fingerprint.startsWith("{bcrypt}"));
        }
    }

    @Test
    void descriptionIsOpenApi31WithTokenAndProblems() throws Exception {
        var api = json.readTree(answer(get("/v3/api-docs")).getContentAsByteArray());

        assertThat(api.at("/openapi").asString()).startsWith("3.1");
        assertThat(api.at("/info/title").asString()).isEqualTo("Gauntlet");
        assertThat(api.at("/components/securitySchemes/bearer/scheme").asString())
                .isEqualTo("bearer");
        assertThat(api.at("/components/schemas/Problem/properties/errors").isMissingNode())
                .isFalse();
        assertThat(api.at("/components/schemas/FieldProblem/properties/fix").isMissingNode())
                .isFalse();
        api.at("/paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> assertThat(operation
                                        .getValue()
                                        .at("/responses/default/content/application~1problem+json/schema/$ref")
                                        .asString())
                                .as(operation.getKey() + " " + path.getKey())
                                .isEqualTo("#/components/schemas/Problem")));
    }

    private void assertProblem(MockHttpServletResponse answer, int status) throws Exception {
        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
        assertThat(problem(answer).at("/status").asInt()).isEqualTo(status);
    }

    private JsonNode problem(MockHttpServletResponse answer) {
        return json.readTree(answer.getContentAsByteArray());
    }

    private MockHttpServletResponse create(String body) throws Exception {
        return answer(
                post("/api/v1/users").contentType(MediaType.APPLICATION_JSON).content(body));
    }

    private MockHttpServletResponse create(String body, String key) throws Exception {
        return answer(post("/api/v1/users")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .header("Idempotency-Key", key));
    }

    private MockHttpServletResponse change(String name, String body, String... ifMatch) throws Exception {
        var call = put("/api/v1/users/" + name)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body);
        for (var tag : ifMatch) {
            call.header("If-Match", tag);
        }
        return answer(call);
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder call) throws Exception {
        return mvc.perform(call.with(user("root").roles("ADMIN")).with(csrf()))
                .andReturn()
                .getResponse();
    }

    private static String name() {
        return "person-" + COUNTER.incrementAndGet();
    }

    private static String body(String name) {
        return "{\"name\":\"%s\",\"password\":\"12345678\",\"role\":\"viewer\"}".formatted(name);
    }
}
