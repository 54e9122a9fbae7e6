package io.gauntlet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.gauntlet.access.Caller;
import io.gauntlet.access.Role;
import io.gauntlet.access.Scope;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API as an administrator's program uses it. */
final class Api {

    private static final Set<String> ENDED = Set.of("succeeded", "failed", "aborted");

    private final MockMvc mvc;
    private final JsonMapper json;
    private final RequestPostProcessor signedIn;

    Api(MockMvc mvc, JsonMapper json, UUID administrator) {
        this.mvc = mvc;
        this.json = json;
        var token = new Caller.Token(new UUID(0, 1), "end to end", Scope.WRITE);
        var caller = new Caller("admin", administrator, Role.ADMIN, 0, token);
        signedIn = authentication(new UsernamePasswordAuthenticationToken(caller, null, caller.authorities()));
    }

    MockHttpServletResponse look(URI address) {
        return answer(MockMvcRequestBuilders.get(address));
    }

    MockHttpServletResponse post(String path, String body) {
        return answer(MockMvcRequestBuilders.post(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body));
    }

    /** Sends a form as a browser does. */
    void submit(String path, Map<String, String> fields) {
        var call = MockMvcRequestBuilders.post(path);
        fields.forEach(call::param);
        assertThat(answer(call).getStatus()).as(path).isNotIn(403, 404, 405);
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

    /** Changes a part of what is at the path, whatever its version. */
    MockHttpServletResponse patch(String path, String body) {
        var tag = String.valueOf(answer(MockMvcRequestBuilders.get(path)).getHeader("ETag"));
        return answer(MockMvcRequestBuilders.patch(path)
                .contentType(MediaType.APPLICATION_JSON)
                .header("If-Match", tag)
                .content(body));
    }

    JsonNode plan(String cluster) {
        return created("/api/v1/plans", "{\"clusters\":[\"%s\"]}".formatted(cluster));
    }

    JsonNode push(JsonNode plan) {
        return created("/api/v1/plans/" + plan.at("/id").asString() + "/push", "{\"reason\":\"a test\"}");
    }

    /** A plan pushed until its rollout has ended. */
    JsonNode pushAndWait(String cluster) {
        return pushAndWait(plan(cluster));
    }

    JsonNode pushAndWait(JsonNode plan) {
        var rollout = push(plan);
        var end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!ENDED.contains(rollout.at("/status").asString()) && System.nanoTime() < end) {
            rollout = get("/api/v1/rollouts/" + rollout.at("/id").asString() + "?wait=5s");
        }
        return rollout;
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder call) {
        try {
            return mvc.perform(call.with(signedIn).with(csrf())).andReturn().getResponse();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String text(MockHttpServletResponse answer) {
        return new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8);
    }
}
