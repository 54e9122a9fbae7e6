package io.gauntlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.gauntlet.access.Caller;
import io.gauntlet.access.ChangeUser;
import io.gauntlet.access.CreateToken;
import io.gauntlet.access.RegisterUser;
import io.gauntlet.access.Role;
import io.gauntlet.access.Scope;
import io.gauntlet.access.Tokens;
import io.gauntlet.access.User;
import io.gauntlet.access.Users;
import io.gauntlet.kernel.Secret;
import io.gauntlet.support.IntegrationTest;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;

@IntegrationTest
class SecurityIntegrationTests {

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final String PASSWORD = "correct horse battery";

    @Autowired
    MockMvc mvc;

    @Autowired
    Users users;

    @Autowired
    Tokens tokens;

    @Nested
    class People {

        @Test
        void signInLeadsToWhereThePersonWantedToGo() throws Exception {
            var start = perform(get("/audit?actor=anna"));
            assertThat(start.getRedirectedUrl()).isEqualTo("/sign-in?next=%2Faudit%3Factor%3Danna");

            var answer = perform(post("/sign-in")
                    .param("name", "admin")
                    .param("password", "test-admin-password")
                    .param("next", "/audit?actor=anna"));
            assertThat(answer.getRedirectedUrl()).isEqualTo("/audit?actor=anna");
        }

        @Test
        void signInNeverLeadsElsewhere() throws Exception {
            var answer = perform(post("/sign-in")
                    .param("name", "admin")
                    .param("password", "test-admin-password")
                    .param("next", "//evil.example/"));
            assertThat(answer.getRedirectedUrl()).isEqualTo("/");
        }

        @Test
        void strangersGetNoSession() throws Exception {
            var session = mvc.perform(get("/sign-in")).andReturn().getRequest().getSession(false);
            assertThat(session).isNull();
            assertThat(mvc.perform(get("/audit")).andReturn().getRequest().getSession(false)).isNull();
        }

        @Test
        void wrongPasswordIsForwardedToTheFormWith401() throws Exception {
            var answer = perform(post("/sign-in").param("name", "admin").param("password", "wrong password"));

            assertThat(answer.getStatus()).isEqualTo(401);
            assertThat(answer.getForwardedUrl()).isEqualTo("/sign-in/again");
        }

        @Test
        void sessionWorksForPagesAndApiAndEndsWithTheNextRequestAfterAChange() throws Exception {
            var user = user(Role.VIEWER);
            var session = signIn(user);
            assertThat(perform(get("/settings").session(session)).getStatus()).isEqualTo(200);
            assertThat(perform(get("/api/v1/me").session(session)).getContentAsString())
                    .contains("\"name\":\"" + user.name() + "\"");

            users.change(new ChangeUser(user.name(), user.version(), Role.EDITOR, true, null));

            assertThat(perform(get("/settings").session(session)).getStatus()).isEqualTo(302);
            assertThat(session.isInvalid()).isTrue();
        }

        @Test
        void writesNeedTheFormToken() throws Exception {
            var session = signIn(user(Role.VIEWER));
            assertThat(perform(post("/settings/tokens").session(session).param("name", "x"))
                            .getStatus())
                    .isEqualTo(403);
            var body = "{\"name\":\"x\",\"role\":\"viewer\",\"scope\":\"read\"}";
            var call = post("/api/v1/tokens").session(session).contentType(MediaType.APPLICATION_JSON).content(body);
            assertThat(perform(call).getStatus()).isEqualTo(403);
            assertThat(perform(call.with(csrf())).getStatus()).isEqualTo(201);
        }

        @ParameterizedTest
        @ValueSource(strings = {"cross-site", "same-site"})
        void pagesOfOtherSitesCannotWriteEvenWithTheToken(String site) throws Exception {
            var session = signIn(user(Role.VIEWER));
            var call = post("/settings/tokens").session(session).with(csrf()).header("Sec-Fetch-Site", site);

            assertThat(perform(call).getStatus()).isEqualTo(403);
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://evil.example", "null", "http://localhost.evil.example", "http://localhost:8081"})
        void originOfAnotherSiteIsRefused(String origin) throws Exception {
            var call = post("/sign-in")
                    .param("name", "admin")
                    .param("password", "test-admin-password")
                    .header("Origin", origin);
            assertThat(perform(call).getStatus()).isEqualTo(403);
        }

        @Test
        void ownOriginIsAccepted() throws Exception {
            var call = post("/sign-in")
                    .param("name", "admin")
                    .param("password", "test-admin-password")
                    .header("Origin", "http://localhost");
            assertThat(perform(call).getStatus()).isEqualTo(302);
        }

        @Test
        void pagesCarryTheStrictPolicy() throws Exception {
            var answer = perform(get("/sign-in"));

            assertThat(answer.getHeader("Content-Security-Policy"))
                    .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                            + "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
            assertThat(answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.getHeader("Referrer-Policy")).isEqualTo("same-origin");
            assertThat(answer.getHeader("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
            assertThat(answer.getContentAsString()).doesNotContain("<script>", "style=", "onclick");
        }
    }

    @Nested
    class Programs {

        @Test
        void tokenLetsAProgramInWithoutSessionOrFormToken() throws Exception {
            var value = token(user(Role.OPERATOR), Role.EDITOR, Scope.WRITE);
            var result = mvc.perform(get("/api/v1/me").header("Authorization", "Bearer " + value))
                    .andReturn();

            assertThat(result.getResponse().getContentAsString()).contains("\"role\":\"editor\"", "\"scope\":\"write\"");
            assertThat(result.getRequest().getSession(false)).isNull();
        }

        @Test
        void readTokenDoesNotWrite() throws Exception {
            var value = token(user(Role.ADMIN), Role.ADMIN, Scope.READ);
            var call = post("/api/v1/users")
                    .header("Authorization", "Bearer " + value)
                    .contentType(MediaType.APPLICATION_JSON)
                    .content("{}");

            assertThat(perform(get("/api/v1/users").header("Authorization", "Bearer " + value)).getStatus())
                    .isEqualTo(200);
            assertThat(perform(call).getStatus()).isEqualTo(403);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Bearer",
                    "Bearer ",
                    "Bearer gnt_wrong",
                    "Bearer gnt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                    "Basic YWRtaW46dGVzdC1hZG1pbi1wYXNzd29yZA==",
                    "",
                    "gnt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                })
        void badTokenIsNobodyEvenBesideAGoodSession(String header) throws Exception {
            var session = signIn(user(Role.VIEWER));
            var answer = perform(get("/api/v1/me").session(session).header("Authorization", header));

            assertThat(answer.getStatus()).isEqualTo(401);
            assertThat(answer.getContentType()).isEqualTo("application/problem+json");
            assertThat(answer.getHeader("WWW-Authenticate")).startsWith("Bearer");
        }

        @Test
        void tokenDoesNotOpenPages() throws Exception {
            var value = token(user(Role.ADMIN), Role.ADMIN, Scope.WRITE);

            assertThat(perform(get("/settings").header("Authorization", "Bearer " + value)).getStatus())
                    .isEqualTo(302);
        }
    }

    @Nested
    class Operations {

        @Test
        void healthIsOpenAndOtherEndpointsAreForAdmins() throws Exception {
            assertThat(perform(get("/actuator/health")).getStatus()).isEqualTo(200);
            assertThat(perform(get("/actuator/health/liveness")).getStatus()).isEqualTo(200);
            assertThat(perform(get("/actuator/prometheus")).getStatus()).isEqualTo(401);
            var viewer = token(user(Role.OPERATOR), Role.OPERATOR, Scope.READ);
            assertThat(perform(get("/actuator/prometheus").header("Authorization", "Bearer " + viewer))
                            .getStatus())
                    .isEqualTo(403);
        }

        @Test
        void staticFilesAreOpen() throws Exception {
            assertThat(perform(get("/css/tokens.css")).getStatus()).isEqualTo(200);
        }
    }

    private MockHttpServletResponse perform(RequestBuilder call) throws Exception {
        return mvc.perform(call).andReturn().getResponse();
    }

    private MockHttpSession signIn(User user) throws Exception {
        var request = mvc.perform(post("/sign-in").param("name", user.name()).param("password", PASSWORD))
                .andReturn()
                .getRequest();
        return (MockHttpSession) Objects.requireNonNull(request.getSession(false));
    }

    private User user(Role role) {
        return users.register(
                new RegisterUser("secured-" + COUNTER.incrementAndGet(), Secret.of(PASSWORD), role));
    }

    private String token(User user, Role role, Scope scope) {
        var caller = new Caller(user.name(), user.id(), user.role(), 0, null);
        return tokens.create(caller, new CreateToken(null, "test", role, scope, null))
                .value()
                .reveal();
    }
}
