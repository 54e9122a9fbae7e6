package io.gauntlet.notification.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import io.gauntlet.notification.NotificationChannel;
import io.gauntlet.notification.NotificationChannel.Kind;
import io.gauntlet.notification.NotificationChannel.Progress;
import io.gauntlet.notification.NotificationChannel.State;
import io.gauntlet.notification.NotificationChannels;
import io.gauntlet.notification.NotificationChannels.EditChannel;
import io.gauntlet.notification.NotificationChannels.TestOutcome;
import io.gauntlet.notification.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Channels by page and by REST: who may do what, what is never shown, and that nothing of a receiver becomes markup. */
@WebMvcTest(
        controllers = {ChannelApiController.class, ChannelPageController.class},
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern =
                                "io\\.gauntlet\\.(web\\.(\\w*Filter|RoleFirst|WebConfiguration)|status\\.web\\.ShellAdvice)"),
        includeFilters =
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = "io\\.gauntlet\\.web\\.(Failures|ErrorPages)"))
class ChannelWebTests {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final ResourceName PEOPLE = new ResourceName("people");
    private static final String HOSTILE = "<script>alert(1)</script>";
    private static final String API = "/api/v1/notification-channels";

    @Autowired
    @SuppressWarnings("NullAway.Init")
    private MockMvcTester mvc;

    @MockitoBean
    @SuppressWarnings("NullAway.Init")
    private NotificationChannels channels;

    private static RequestPostProcessor admin() {
        return user("ann").roles("ADMIN", "OPERATOR", "EDITOR", "VIEWER");
    }

    private static RequestPostProcessor viewer() {
        return user("eve").roles("VIEWER");
    }

    private static NotificationChannel failing() {
        var progress = new Progress(
                State.FAILING,
                7,
                Optional.of(NOON),
                12,
                2,
                Optional.of(NOON),
                3,
                "The receiver answers 500: " + HOSTILE,
                Optional.of(NOON),
                Optional.of(NOON.plusSeconds(60)));
        return channel(progress);
    }

    private static NotificationChannel channel(Progress progress) {
        return new NotificationChannel(
                new UUID(0, 1),
                PEOPLE,
                Kind.SLACK,
                "https://hooks.slack.com",
                "a1b2",
                Optional.empty(),
                EnumSet.of(Topic.DRIFT, Topic.CLUSTER_FAILED),
                LabelSelector.parse("env=prod"),
                true,
                NOON,
                4,
                progress);
    }

    @Test
    void everybodySeesHowChannelsGoAndOnlyAnAdministratorIsOfferedToChangeThem() {
        when(channels.page(null, Page.DEFAULT_LIMIT)).thenReturn(new Page<>(List.of(failing()), null));
        assertThat(mvc.get().uri("/settings/notifications").with(viewer()))
                .hasStatusOk()
                .bodyText()
                .contains("people", "https://hooks.slack.com/…a1b2", "Failing", "7 events", "Cluster failed, Drift")
                .contains("&lt;script&gt;")
                .doesNotContain(HOSTILE, "Send a test", "Add a channel");
        assertThat(mvc.get().uri("/settings/notifications").with(admin()))
                .hasStatusOk()
                .bodyText()
                .contains("Send a test to people", "/settings/notifications/new", "/settings/notifications/people");
    }

    @Test
    void withoutChannelsThePageSaysWhatTheyAreFor() {
        when(channels.page(null, Page.DEFAULT_LIMIT)).thenReturn(new Page<>(List.of(), null));
        assertThat(mvc.get().uri("/settings/notifications").with(viewer()))
                .hasStatusOk()
                .bodyText()
                .contains("No channels yet");
    }

    @Test
    void restShowsTheProgressAndTheTag() {
        when(channels.get(PEOPLE)).thenReturn(failing());
        var answer = mvc.get().uri(API + "/people").with(viewer()).exchange();
        assertThat(answer).hasStatusOk().hasHeader("ETag", "\"4\"");
        assertThat(answer).bodyJson().extractingPath("$.url").isEqualTo("https://hooks.slack.com/…a1b2");
        assertThat(answer).bodyJson().extractingPath("$.signingSecret").isNull();
        assertThat(answer).bodyJson().extractingPath("$.events[0]").isEqualTo("cluster_failed");
        assertThat(answer).bodyJson().extractingPath("$.progress.state").isEqualTo("failing");
        assertThat(answer).bodyJson().extractingPath("$.progress.behind").isEqualTo(7);
    }

    @Test
    void aChannelWithoutEventsIsToldEverything() {
        when(channels.add(any())).thenReturn(failing());
        assertThat(mvc.post()
                        .uri(API)
                        .with(admin())
                        .with(csrf())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"name\":\"people\",\"kind\":\"slack\",\"url\":\"https://hooks.slack.com/x\"}"))
                .hasStatus(201)
                .hasHeader("Location", API + "/people");
        var command = ArgumentCaptor.forClass(NotificationChannels.AddChannel.class);
        verify(channels).add(command.capture());
        assertThat(command.getValue().topics()).containsExactlyInAnyOrder(Topic.values());
        assertThat(command.getValue().url()).isEqualTo(Secret.of("https://hooks.slack.com/x"));
        assertThat(command.getValue().enabled()).isTrue();
    }

    @Test
    void whatIsNotKnownIsRefusedByName() {
        var kind = mvc.post()
                .uri(API)
                .with(admin())
                .with(csrf())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"name\":\"people\",\"kind\":\"fax\"}")
                .exchange();
        assertThat(kind).hasStatus(422).bodyText().contains("Use webhook or slack.");
        var event = mvc.post()
                .uri(API)
                .with(admin())
                .with(csrf())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"name\":\"people\",\"kind\":\"slack\",\"events\":[\"lunch\"]}")
                .exchange();
        assertThat(event).hasStatus(422).bodyText().contains("Choose from rollout_started");
    }

    @Test
    void anEditNeedsTheVersionThatWasRead() {
        when(channels.edit(any())).thenReturn(failing());
        var request = mvc.patch()
                .uri(API + "/people")
                .with(admin())
                .with(csrf())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"enabled\":false}");
        assertThat(request.exchange()).hasStatus(428);
        assertThat(request.header("If-Match", "\"4\"").exchange()).hasStatusOk();
        verify(channels).edit(new EditChannel(PEOPLE, 4, null, null, null, null, false));
    }

    @Test
    void aTestAnswersWithStatusAndTime() {
        when(channels.test(PEOPLE))
                .thenReturn(new TestOutcome(false, OptionalInt.of(404), Duration.ofMillis(31), "no_service"));
        var answer =
                mvc.post().uri(API + "/people/test").with(admin()).with(csrf()).exchange();
        assertThat(answer).hasStatusOk();
        assertThat(answer).bodyJson().extractingPath("$.status").isEqualTo(404);
        assertThat(answer).bodyJson().extractingPath("$.milliseconds").isEqualTo(31);
        assertThat(answer).bodyJson().extractingPath("$.delivered").isEqualTo(false);
    }

    @Test
    void anEmptyFieldOfTheFormKeepsTheSecrets() {
        when(channels.get(PEOPLE)).thenReturn(failing());
        when(channels.edit(any())).thenReturn(failing());
        assertThat(mvc.post()
                        .uri("/settings/notifications/people")
                        .with(admin())
                        .with(csrf())
                        .param("version", "4")
                        .param("kind", "slack")
                        .param("url", "")
                        .param("events", "drift", "fight")
                        .param("selector", "env=prod"))
                .hasStatus(302);
        verify(channels)
                .edit(new EditChannel(PEOPLE, 4, null, null, Set.of(Topic.DRIFT, Topic.FIGHT), "env=prod", false));
    }

    @Test
    void aRefusedFormIsShownAgainWithoutItsSecrets() {
        when(channels.add(any()))
                .thenThrow(DomainException.Invalid.of("url", "The URL names no host.", "Write an address."));
        assertThat(mvc.post()
                        .uri("/settings/notifications")
                        .with(admin())
                        .with(csrf())
                        .param("name", "people")
                        .param("kind", "webhook")
                        .param("url", "https://canary-4711")
                        .param("signingSecret", "canary-4712-canary-4712")
                        .param("events", "drift"))
                .hasStatus(422)
                .bodyText()
                .contains("The URL names no host.", "value=\"people\"")
                .doesNotContain("canary");
    }

    @Test
    void theDetailPageShowsWhatFailsAndATestsOutcome() {
        when(channels.get(PEOPLE)).thenReturn(failing());
        assertThat(mvc.get()
                        .uri("/settings/notifications/people")
                        .with(admin())
                        .flashAttr("tested", new ChannelPageController.Tested("crit", "people answered 404", "no")))
                .hasStatusOk()
                .bodyText()
                .contains("people answered 404", "2026-11-24 12:01:00 UTC", "after 3 tries", "2 messages")
                .contains("&lt;script&gt;")
                .doesNotContain(HOSTILE);
        verify(channels, never()).page(any(), anyInt());
    }
}
