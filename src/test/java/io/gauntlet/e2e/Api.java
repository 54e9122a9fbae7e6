package io.gauntlet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import java.time.Duration;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API as an administrator's program uses it. */
final class Api {

    private static final Set<String> ENDED = Set.of("succeeded", "failed", "aborted");

    private final MockMvc mvc;
    private final JsonMapper json;

    Api(MockMvc mvc, JsonMapper json) {
        this.mvc = mvc;
        this.json = json;
    }

    MockHttpServletResponse post(String path, String body) {
        return answer(MockMvcRequestBuilders.post(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body));
    }

    JsonNode created(String path, String body) {
        var answer = post(path, body);
        assertThat(answer.getStatus()).as(text(answer)).isIn(200, 201);
        return json.readTree(text(answer));
    }

    JsonNode get(String path) {
        return json.readTree(text(answer(MockMvcRequestBuilders.get(path))));
    }

    /** Replaces what is at the path, whatever its version. */
    void change(String path, String body) {
        var tag = String.valueOf(answer(MockMvcRequestBuilders.get(path)).getHeader("ETag"));
        var answer = answer(MockMvcRequestBuilders.put(path)
                .contentType(MediaType.APPLICATION_JSON)
                .header("If-Match", tag)
                .content(body));
        assertThat(answer.getStatus()).as(text(answer)).isEqualTo(200);
    }

    JsonNode plan(String cluster) {
        return created("/api/v1/plans", "{\"clusters\":[\"%s\"]}".formatted(cluster));
    }

    JsonNode push(JsonNode plan) {
        return created("/api/v1/plans/" + plan.at("/id").asString() + "/push", "{\"reason\":\"a test\"}");
    }

    /** A plan pushed until its rollout has ended. */
    JsonNode pushAndWait(String cluster) {
        var rollout = push(plan(cluster));
        var end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!ENDED.contains(rollout.at("/status").asString()) && System.nanoTime() < end) {
            rollout = get("/api/v1/rollouts/" + rollout.at("/id").asString() + "?wait=5s");
        }
        return rollout;
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder call) {
        try {
            return mvc.perform(call.with(user("root").roles("ADMIN")).with(csrf()))
                    .andReturn()
                    .getResponse();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String text(MockHttpServletResponse answer) {
        return new String(answer.getContentAsByteArray(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
