package io.gauntlet.routing.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.routing.Routing;
import io.gauntlet.routing.RoutingId;
import io.gauntlet.routing.Routings;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.http.MediaType;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest(
        controllers = {RoutingPageController.class, RoutingApiController.class},
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern =
                                "io\\.gauntlet\\.(web\\.(\\w*Filter|RoleFirst|WebConfiguration)|status\\.web\\.ShellAdvice)"),
        includeFilters =
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = "io\\.gauntlet\\.web\\.(Failures|ErrorPages)"))
@WithMockUser(roles = {"VIEWER", "EDITOR"})
class RoutingWebTests {

    private static final String TEXT = """
            route: {receiver: "<img src=x>", routes: [{matchers: ['team="<b>"'], receiver: "<img src=x>"}]}
            receivers: [{name: "<img src=x>"}]
            """;

    @Autowired
    private MockMvcTester mvc;

    @MockitoBean
    private Routings routings;

    @BeforeEach
    void oneRouting() {
        Mockito.when(routings.get(new ResourceName("main")))
                .thenReturn(new Routing(
                        new RoutingId(new UUID(0, 1)),
                        new ResourceName("main"),
                        LabelSelector.everything(),
                        100,
                        TEXT,
                        Map.of("a-slack-api_url", "tail"),
                        List.of("Receiver '<i>' is used by no route."),
                        Instant.EPOCH,
                        3));
        Mockito.when(routings.edit(Mockito.any()))
                .thenThrow(DomainException.Invalid.of(
                        "receivers[0].opsgenie_configs[0].api_key_file",
                        "An address changed.",
                        "Write the secret anew."));
    }

    @Test
    void thePageShowsTheTreeAndEscapesHostileText() throws UnsupportedEncodingException {
        var page = body(mvc.get().uri("/routing/main").exchange());
        assertThat(page).contains("a-slack-api_url", "team=&quot;&lt;b&gt;&quot;", "&lt;img src=x&gt;");
        assertThat(page).doesNotContain("<img src=x>").doesNotContain("<i>").doesNotContain("<b>\"");
    }

    @Test
    void aRefusedSaveKeepsTheInputAndNamesTheField() throws UnsupportedEncodingException {
        var page = body(mvc.post()
                .uri("/routing/main")
                .with(SecurityMockMvcRequestPostProcessors.csrf())
                .param("version", "3")
                .param("position", "7")
                .param("selector", "env=prod")
                .param("yaml", "route: {receiver: mine}")
                .exchange());
        assertThat(page)
                .contains("route: {receiver: mine}", "env=prod", "An address changed.", "Write the secret anew.");
    }

    @Test
    void theApiNamesFieldReasonAndFix() throws UnsupportedEncodingException {
        var answer = mvc.patch()
                .uri("/api/v1/routings/main")
                .with(SecurityMockMvcRequestPostProcessors.csrf())
                .header("If-Match", "\"3\"")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"yaml\": \"route: {receiver: mine}\"}")
                .exchange();
        assertThat(answer.getResponse().getStatus()).isEqualTo(422);
        assertThat(answer.getResponse().getContentAsString())
                .contains("receivers[0].opsgenie_configs[0].api_key_file", "An address changed.");
    }

    private static String body(MvcTestResult result) throws UnsupportedEncodingException {
        return result.getResponse().getContentAsString();
    }
}
