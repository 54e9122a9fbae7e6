package io.gauntlet.delivery.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import io.gauntlet.delivery.PlanId;
import io.gauntlet.delivery.PushQueue;
import io.gauntlet.delivery.PushQueue.Entry;
import io.gauntlet.delivery.PushQueue.Status;
import io.gauntlet.delivery.RolloutControl;
import io.gauntlet.delivery.Rollouts;
import io.gauntlet.delivery.Strategy;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.UserRequestPostProcessor;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@WebMvcTest(
        controllers = {QueueApiController.class, QueuePageController.class, RolloutPageController.class},
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern =
                                "io\\.gauntlet\\.(web\\.(\\w*Filter|RoleFirst|WebConfiguration)|status\\.web\\.ShellAdvice)"),
        includeFilters =
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = "io\\.gauntlet\\.web\\.(Failures|ErrorPages)"))
@Import(RolloutStream.class)
class QueueWebTests {

    private static final UUID ID = UUID.fromString("01a20d6d-5a00-71fc-b09d-0c64e9f18695");
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final ResourceName TOKYO = new ResourceName("tokyo");
    private static final String HOSTILE = "<script>alert(1)</script>";

    @Autowired
    @SuppressWarnings("NullAway.Init")
    private MockMvcTester mvc;

    @MockitoBean
    @SuppressWarnings("NullAway.Init")
    private PushQueue queue;

    @MockitoBean
    @SuppressWarnings("NullAway.Init")
    private Rollouts rollouts;

    @MockitoBean
    @SuppressWarnings("NullAway.Init")
    private RolloutControl control;

    private static UserRequestPostProcessor operator() {
        return user("ann").roles("OPERATOR", "EDITOR", "VIEWER");
    }

    private static Entry entry() {
        return new Entry(
                TOKYO,
                new PlanId(ID),
                Optional.empty(),
                3,
                "for all",
                "ann",
                Status.STOPPED,
                HOSTILE,
                2,
                Optional.of(NOON),
                Optional.of(new PlanId(ID)),
                NOON,
                NOON.plusSeconds(60));
    }

    @Test
    void theQueueIsListedWithWhatIsKnown() {
        when(queue.all()).thenReturn(List.of(entry()));
        var answer = mvc.get()
                .uri("/api/v1/queued-pushes")
                .with(user("vic").roles("VIEWER"))
                .exchange();
        assertThat(answer).bodyJson().extractingPath("$[0].cluster").isEqualTo("tokyo");
        assertThat(answer).bodyJson().extractingPath("$[0].status").isEqualTo("stopped");
        assertThat(answer).bodyJson().extractingPath("$[0].followPlan").isEqualTo(ID.toString());
        assertThat(answer).bodyJson().extractingPath("$[0].endsAt").isEqualTo("2026-11-24T12:01:00Z");
    }

    @Test
    void thePageShowsTheQueueAndHostileTextAsText() {
        when(rollouts.page(any(), org.mockito.ArgumentMatchers.anyInt())).thenReturn(new Page<>(List.of(), null));
        when(queue.all()).thenReturn(List.of(entry()));
        assertThat(mvc.get().uri("/rollouts").with(operator()))
                .hasStatusOk()
                .bodyText()
                .contains("needs a person", "asked 2 times", "&lt;script&gt;alert(1)", "Take tokyo out of the queue")
                .doesNotContain(HOSTILE, "??delivery");
    }

    @Test
    void aPlanIsQueuedForItsReasonAndGates() {
        when(queue.queue(new PlanId(ID), "later", Strategy.allAtOnce())).thenReturn(List.of(entry()));
        assertThat(mvc.post()
                        .uri("/api/v1/plans/" + ID + "/queue")
                        .with(operator())
                        .with(csrf())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"reason\":\"later\"}"))
                .bodyJson()
                .extractingPath("$[0].reason")
                .isEqualTo("for all");
    }

    @Test
    void anEntryIsDroppedByRestAndByItsButton() {
        assertThat(mvc.delete()
                        .uri("/api/v1/queued-pushes/tokyo")
                        .with(operator())
                        .with(csrf()))
                .hasStatus(204);
        verify(queue).drop(TOKYO);
        doThrow(new DomainException.NotFound("queued push", TOKYO)).when(queue).drop(TOKYO);
        assertThat(mvc.delete()
                        .uri("/api/v1/queued-pushes/tokyo")
                        .with(operator())
                        .with(csrf()))
                .hasStatus(404);
        assertThat(mvc.post().uri("/queued-pushes/tokyo/drop").with(operator()).with(csrf()))
                .hasRedirectedUrl("/rollouts#queue");
    }

    @Test
    void whatCannotBeQueuedIsSaidOnThePlan() {
        when(queue.queue(any(), any(), any())).thenThrow(new DomainException.Conflict("Every cluster gave an answer."));
        assertThat(mvc.post()
                        .uri("/plans/" + ID + "/queue")
                        .with(operator())
                        .with(csrf())
                        .param("reason", "later"))
                .hasRedirectedUrl("/plans/" + ID);
    }
}
