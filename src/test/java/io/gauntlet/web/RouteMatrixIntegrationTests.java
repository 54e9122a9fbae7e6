package io.gauntlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import io.gauntlet.access.Caller;
import io.gauntlet.access.Role;
import io.gauntlet.support.IntegrationTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route of the running application stands in {@code route-roles.csv}, and asks for the role that stands there. */
@IntegrationTest
class RouteMatrixIntegrationTests {

    private static final String OPEN = "OPEN";
    private static final String INTERNAL = "INTERNAL";

    @Autowired
    RequestMappingHandlerMapping requestMappingHandlerMapping;

    @Autowired
    MockMvc mvc;

    /** A route: its method, or {@code *} for all, and its path pattern. */
    record Route(String method, String path) {

        boolean isApi() {
            return path.startsWith("/api/") || path.startsWith("/v3/");
        }

        String sample() {
            // Names that the URL holds may be ids, numbers or names; this is none that exists, in a form that all read.
            return path.replaceAll("\\{\\*?[^}]*}", "00000000-0000-7000-8000-000000000000");
        }
    }

    @Test
    void everyRouteHasARowAndEveryRowARoute() {
        var missing = new ArrayList<>(routes().keySet());
        missing.removeAll(rows().keySet());
        var stale = new ArrayList<>(rows().keySet());
        stale.removeAll(routes().keySet());

        assertThat(missing)
                .as("routes without a row in route-roles.csv: add one with the lowest role that may use it")
                .isEmpty();
        assertThat(stale).as("rows in route-roles.csv without a route").isEmpty();
    }

    @Test
    void everyHandlerDeclaresTheRoleOfItsRow() {
        var wrong = new TreeMap<String, String>();
        routes().forEach((route, handler) -> {
            var role = rows().get(route);
            if (role == null || !handler.getBeanType().getPackageName().startsWith("io.gauntlet")) {
                return;
            }
            var expected = role.equals(OPEN) || role.equals(INTERNAL) ? "permitAll()" : "hasRole('" + role + "')";
            var declared = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), PreAuthorize.class);
            var actual = declared == null ? "nothing" : declared.value();
            if (!expected.equals(actual)) {
                wrong.put(route.toString(), actual + " instead of " + expected);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void strangersReachOnlyOpenRoutes() {
        var wrong = new ArrayList<String>();
        rows().forEach((route, role) -> {
            var answer = call(route, null);
            var refused = route.isApi()
                    ? answer.getStatus() == 401
                    : answer.getStatus() == 302
                            && Objects.requireNonNullElse(answer.getRedirectedUrl(), "").startsWith("/sign-in");
            if (refused == role.equals(OPEN)) {
                wrong.add(route + " answers " + answer.getStatus());
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyRoleIsRefusedBelowItsRowAndOnlyThere() {
        var wrong = new ArrayList<String>();
        rows().forEach((route, lowest) -> {
            for (var role : Role.values()) {
                if (lowest.equals(OPEN) || lowest.equals(INTERNAL)) {
                    continue;
                }
                var status = call(route, role).getStatus();
                var allowed = role.covers(Role.parse(lowest));
                if (allowed == (status == 403) || status == 401) {
                    wrong.add(route + " answers " + status + " to " + role);
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    private org.springframework.mock.web.MockHttpServletResponse call(Route route, @Nullable Role role) {
        var method = route.method().equals("*") ? HttpMethod.GET : HttpMethod.valueOf(route.method());
        var call = request(method, route.sample()).with(csrf());
        if (route.isApi()) {
            call.contentType(MediaType.APPLICATION_JSON);
        }
        if (role != null) {
            call.with(authentication(UsernamePasswordAuthenticationToken.authenticated(
                    caller(role), null, caller(role).authorities())));
        }
        try {
            return mvc.perform(call).andReturn().getResponse();
        } catch (Exception failed) {
            throw new AssertionError(route + " fails for " + role, failed);
        }
    }

    /** A caller with a token that may write: nothing about it is looked up again within a request. */
    private static Caller caller(Role role) {
        var token = new Caller.Token(new UUID(0, 1), "matrix", io.gauntlet.access.Scope.WRITE);
        return new Caller("matrix-" + role.text(), new UUID(0, 2), role, 0, token);
    }

    private Map<Route, HandlerMethod> routes() {
        var routes = new java.util.HashMap<Route, HandlerMethod>();
        requestMappingHandlerMapping
                .getHandlerMethods()
                .forEach((info, handler) -> methods(info)
                        .forEach(method -> info.getPatternValues()
                                .forEach(path -> routes.put(new Route(method, path.isEmpty() ? "/" : path), handler))));
        return routes;
    }

    private static List<String> methods(RequestMappingInfo info) {
        var methods = info.getMethodsCondition().getMethods();
        return methods.isEmpty()
                ? List.of("*")
                : methods.stream().map(Enum::name).toList();
    }

    private static Map<Route, String> rows() {
        try {
            return new ClassPathResource("route-roles.csv")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(",", -1))
                    .collect(Collectors.toMap(cells -> new Route(cells[0], cells[1]), cells -> cells[2]));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
