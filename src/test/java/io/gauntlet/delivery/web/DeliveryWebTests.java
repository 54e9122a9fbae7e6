package io.gauntlet.delivery.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import io.gauntlet.change.Change;
import io.gauntlet.cluster.ApplyOutcome.FieldConflict;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.Approvals;
import io.gauntlet.delivery.DeliveryBoard;
import io.gauntlet.delivery.DeliveryBoard.Unpushed;
import io.gauntlet.delivery.Plan;
import io.gauntlet.delivery.Plan.ClusterPart;
import io.gauntlet.delivery.Plan.ClusterStatus;
import io.gauntlet.delivery.Plan.Summary;
import io.gauntlet.delivery.PlanId;
import io.gauntlet.delivery.PlannedChange;
import io.gauntlet.delivery.PlannedObject;
import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.delivery.Plans;
import io.gauntlet.delivery.PushQueue;
import io.gauntlet.delivery.Retries;
import io.gauntlet.delivery.Rollout;
import io.gauntlet.delivery.RolloutControl;
import io.gauntlet.delivery.RolloutEvent;
import io.gauntlet.delivery.RolloutId;
import io.gauntlet.delivery.RolloutSummary;
import io.gauntlet.delivery.Rollouts;
import io.gauntlet.delivery.Strategy;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.rendering.Kinds;
import io.gauntlet.rendering.ManifestSet.Notice;
import io.gauntlet.rendering.ManifestSet.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@WebMvcTest(
        controllers = {
            PlanApiController.class,
            RolloutApiController.class,
            ChangesApiController.class,
            ChangesPageController.class,
            PlanPageController.class,
            RolloutPageController.class,
            RolloutControlApiController.class,
            RolloutControlPageController.class,
            QueueApiController.class,
            QueuePageController.class
        },
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern =
                                "io\\.gauntlet\\.(web\\.(\\w*Filter|RoleFirst|WebConfiguration)|status\\.web\\.ShellAdvice)"),
        includeFilters =
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = "io\\.gauntlet\\.web\\.(Failures|ErrorPages)"))
@Import(RolloutStream.class)
class DeliveryWebTests {

    private static final UUID ID = UUID.fromString("01a20d6d-5a00-71fc-b09d-0c64e9f18695");
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final ResourceName TOKYO = new ResourceName("tokyo");
    private static final String HOSTILE = "<script>alert(1)</script>";

    @Autowired
    @SuppressWarnings("NullAway.Init")
    private MockMvcTester mvc;

    @MockitoBean
    @SuppressWarnings("NullAway.Init")
    private Retries retries;

    @MockitoBean
    @SuppressWarnings("NullAway.Init")
    private PushQueue queue;

    @MockitoBean
    @SuppressWarnings("NullAway.Init")
    private Plans plans;

    @MockitoBean
    @SuppressWarnings("NullAway.Init")
    private Rollouts rollouts;

    @MockitoBean
    @SuppressWarnings("NullAway.Init")
    private Approvals approvals;

    @MockitoBean
    @SuppressWarnings("NullAway.Init")
    private RolloutControl control;

    @MockitoBean
    @SuppressWarnings("NullAway.Init")
    private DeliveryBoard board;

    @BeforeEach
    void nobodyHasToAgree() {
        when(approvals.of(any())).thenReturn(new Approvals.Standing(List.of(), List.of()));
        when(board.pending(any(), anyInt())).thenReturn(new Page<>(List.of(), null));
    }

    private static RequestPostProcessor operator() {
        return user("ann").roles("OPERATOR", "EDITOR", "VIEWER");
    }

    private static Plan plan(Plan.Status status, int risks) {
        var part = new ClusterPart(
                new ClusterId(ID),
                TOKYO,
                status == Plan.Status.COMPUTING ? ClusterStatus.PENDING : ClusterStatus.READY,
                "",
                3,
                new Summary(1, 2, 3, 4, 5),
                List.of(
                        new Notice(Severity.INFO, "namespace-missing", List.of()),
                        new Notice(Severity.WARNING, "unheard-of", List.of(HOSTILE))),
                1,
                risks,
                new Plan.Contents(List.of(11L), List.of(12L)));
        return new Plan(
                new PlanId(ID),
                status,
                Plan.Purpose.PUSH,
                "",
                part.summary(),
                List.of(part),
                "ann",
                NOON,
                Optional.of(NOON.plusSeconds(3600)),
                Optional.empty(),
                Optional.empty(),
                List.of(12L));
    }

    private static PlannedObject object(Action action) {
        return new PlannedObject(
                ID,
                TOKYO,
                new ObjectRef(Kinds.CONFIG_MAP, "monitoring", "rules"),
                "prometheus",
                action,
                Optional.empty(),
                Optional.of("@@ -1,1 +1,1 @@\n-a: 1\n+a: " + HOSTILE),
                true,
                List.of("volume-claims"),
                HOSTILE,
                List.of(new FieldConflict("kubectl", ".data.a")));
    }

    private static Rollout rollout(Rollout.Status status) {
        var target = new Rollout.Target(
                TOKYO,
                0,
                1,
                Rollout.TargetStatus.APPLYING,
                3,
                6,
                0,
                0,
                0,
                HOSTILE,
                Optional.of(NOON),
                Optional.empty(),
                Optional.empty());
        var wave = new Rollout.Wave(
                0,
                HOSTILE,
                false,
                Rollout.WaveStatus.RUNNING,
                Optional.of(NOON),
                "",
                Optional.of(NOON),
                Optional.empty());
        return new Rollout(
                new RolloutId(ID),
                Rollout.Kind.PUSH,
                Optional.of(new PlanId(ID)),
                status,
                false,
                false,
                "",
                HOSTILE,
                List.of(wave),
                List.of(target),
                "why",
                "ann",
                NOON,
                Optional.empty());
    }

    @Test
    void aComputedPlanIsCreatedAndAComputingOneAccepted() throws InterruptedException {
        when(plans.create(List.of(TOKYO), Set.of(), Optional.empty())).thenReturn(plan(Plan.Status.COMPUTING, 0));
        when(plans.await(any(), any())).thenReturn(plan(Plan.Status.READY, 0));
        var request = mvc.post()
                .uri("/api/v1/plans")
                .with(operator())
                .with(csrf())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"clusters\":[\"tokyo\"]}");
        var created = request.exchange();
        assertThat(created).hasStatus(201).hasHeader("Location", "/api/v1/plans/" + ID);
        assertThat(created).bodyJson().extractingPath("$.status").isEqualTo("ready");
        assertThat(created).bodyJson().extractingPath("$.summary.delete").isEqualTo(3);
        assertThat(created).bodyJson().extractingPath("$.clusters[0].name").isEqualTo("tokyo");
        assertThat(created).bodyJson().doesNotHavePath("$.computing");
        when(plans.await(any(), any())).thenReturn(plan(Plan.Status.COMPUTING, 0));
        assertThat(request.exchange()).hasStatus(202);
    }

    @Test
    void objectsAreFilteredAndPaged() {
        when(plans.objects(any())).thenReturn(new Page<>(List.of(object(Action.CHANGE)), "0.3"));
        var answer = mvc.get()
                .uri("/api/v1/plans/" + ID + "/objects?action=change&cluster=tokyo&limit=1")
                .with(operator())
                .exchange();
        assertThat(answer).hasStatusOk();
        assertThat(answer).bodyJson().extractingPath("$.next").isEqualTo("0.3");
        assertThat(answer).bodyJson().extractingPath("$.items[0].kind").isEqualTo("ConfigMap");
        verify(plans).objects(new Plans.ObjectsOf(new PlanId(ID), TOKYO, Action.CHANGE, null, 1));
    }

    @Test
    void aPushAnswersTheRollout() {
        when(rollouts.push(new Rollouts.PushPlan(new PlanId(ID), "why", Set.of(), Strategy.allAtOnce())))
                .thenReturn(rollout(Rollout.Status.RUNNING));
        var answer = mvc.post()
                .uri("/api/v1/plans/" + ID + "/push")
                .with(operator())
                .with(csrf())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"reason\":\"why\"}")
                .exchange();
        assertThat(answer).hasStatus(201).hasHeader("Location", "/api/v1/rollouts/" + ID);
        assertThat(answer).bodyJson().extractingPath("$.targets[0].total").isEqualTo(6);
        assertThat(answer).bodyJson().extractingPath("$.status").isEqualTo("running");
    }

    @Test
    void rolloutsAreListedWaitedForAndAborted() throws InterruptedException {
        when(rollouts.await(any(), eq(java.time.Duration.ofSeconds(30)))).thenReturn(rollout(Rollout.Status.SUCCEEDED));
        assertThat(mvc.get().uri("/api/v1/rollouts/" + ID + "?wait=30s").with(operator()))
                .bodyJson()
                .extractingPath("$.status")
                .isEqualTo("succeeded");
        when(rollouts.page(null, 50)).thenReturn(new Page<>(List.of(summary()), null));
        assertThat(mvc.get().uri("/api/v1/rollouts").with(operator()))
                .bodyJson()
                .extractingPath("$.items[0].succeeded")
                .isEqualTo(1);
        when(rollouts.abort(new RolloutId(ID))).thenReturn(rollout(Rollout.Status.ABORTED));
        assertThat(mvc.post()
                        .uri("/api/v1/rollouts/" + ID + "/abort")
                        .with(operator())
                        .with(csrf()))
                .bodyJson()
                .extractingPath("$.status")
                .isEqualTo("aborted");
    }

    private static RolloutSummary summary() {
        return new RolloutSummary(
                new RolloutId(ID),
                Rollout.Kind.PUSH,
                Optional.of(new PlanId(ID)),
                Rollout.Status.RUNNING,
                2,
                1,
                0,
                HOSTILE,
                "ann",
                NOON,
                Optional.empty());
    }

    @Test
    void eventsAreReplayedAfterTheLastOneThatWasSeen() throws Exception {
        when(rollouts.get(any())).thenReturn(rollout(Rollout.Status.SUCCEEDED));
        when(rollouts.awaitEvents(any(), eq(7L), any()))
                .thenReturn(List.of(
                        new RolloutEvent(8, Optional.of(TOKYO), "succeeded", 6, 6, "", NOON),
                        new RolloutEvent(9, Optional.empty(), "succeeded", 0, 0, "", NOON)));
        var answer = mvc.get()
                .uri("/rollouts/" + ID + "/events")
                .with(operator())
                .header("Last-Event-ID", "7")
                .exchange(java.time.Duration.ofSeconds(5));
        assertThat(answer.getResponse().getContentAsString())
                .contains("id:8", "event:target", "\"cluster\":\"tokyo\"", "id:9", "event:end");
    }

    @Test
    void pagesShowHostileTextAsText() {
        when(plans.get(any())).thenReturn(plan(Plan.Status.READY, 1));
        when(plans.changes(any())).thenReturn(List.of(new PlannedChange(object(Action.CONFLICT), List.of(TOKYO), 1)));
        when(plans.object(any(), any())).thenReturn(object(Action.CHANGE));
        when(rollouts.get(any())).thenReturn(rollout(Rollout.Status.RUNNING));
        when(rollouts.page(any(), anyInt())).thenReturn(new Page<>(List.of(summary()), null));
        when(board.unpushed(any(), anyInt()))
                .thenReturn(new Page<>(
                        List.of(new Unpushed(
                                TOKYO,
                                HOSTILE,
                                new DeliveryBoard.State(
                                        new ClusterId(ID),
                                        5,
                                        3,
                                        Optional.of(2),
                                        Optional.of(NOON),
                                        Optional.of(new RolloutId(ID)),
                                        false,
                                        false),
                                List.of(HOSTILE),
                                2)),
                        null));
        for (var page : List.of(
                "/changes",
                "/plans/" + ID,
                "/plans/" + ID + "/objects/" + ID,
                "/plans/" + ID + "/objects/" + ID + "?fragment=true",
                "/rollouts",
                "/rollouts/" + ID,
                "/rollouts/" + ID + "?fragment=true")) {
            assertThat(mvc.get().uri(page).with(operator()))
                    .as(page)
                    .hasStatusOk()
                    .bodyText()
                    .contains("&lt;script&gt;alert(1)")
                    .doesNotContain(HOSTILE, "??delivery");
        }
    }

    @Test
    void emptyPagesSaySo() {
        when(board.unpushed(any(), anyInt())).thenReturn(new Page<>(List.of(), null));
        when(rollouts.page(any(), anyInt())).thenReturn(new Page<>(List.of(), null));
        assertThat(mvc.get().uri("/changes").with(operator())).bodyText().contains("Every cluster has what was saved");
        assertThat(mvc.get().uri("/rollouts").with(operator())).bodyText().contains("Nothing was pushed yet");
    }

    @Test
    void aDataRiskHasToBeTyped() {
        when(plans.get(any())).thenReturn(plan(Plan.Status.READY, 1));
        when(plans.changes(any())).thenReturn(List.of());
        var answer = mvc.post()
                .uri("/plans/" + ID + "/push")
                .with(operator())
                .with(csrf())
                .param("reason", "because of rain")
                .exchange();
        assertThat(answer)
                .hasStatus(422)
                .bodyText()
                .contains("Type &#39;tokyo&#39; to confirm", "because of rain", "Tick the box");
        verify(rollouts, never()).push(any(Rollouts.PushPlan.class));
    }

    @Test
    void aConflictKeepsTheReasonAndSaysWhatMoved() {
        when(plans.get(any())).thenReturn(plan(Plan.Status.READY, 0));
        when(plans.changes(any())).thenReturn(List.of());
        when(rollouts.push(any(Rollouts.PushPlan.class)))
                .thenThrow(new DomainException.Conflict("The plan has expired."));
        var answer = mvc.post()
                .uri("/plans/" + ID + "/push")
                .with(operator())
                .with(csrf())
                .param("reason", "because of rain")
                .param("restarts", "true")
                .exchange();
        assertThat(answer).hasStatus(409).bodyText().contains("The plan has expired.", "because of rain");
    }

    @Test
    void whatIsNotTickedIsLeftOutOfThePlan() throws InterruptedException {
        when(plans.create(List.of(TOKYO), Set.of(12L), Optional.empty())).thenReturn(plan(Plan.Status.COMPUTING, 0));
        assertThat(mvc.post()
                        .uri("/plans")
                        .with(operator())
                        .with(csrf())
                        .param("clusters", "tokyo")
                        .param("offered", "11", "12")
                        .param("include", "11"))
                .hasStatus3xxRedirection()
                .hasRedirectedUrl("/plans/" + ID);
    }

    @Test
    void aRefusedChoiceStaysAsItWas() {
        var change = new Change(
                12,
                NOON,
                "ann",
                "rule-group",
                HOSTILE,
                Optional.empty(),
                Change.Action.CHANGED,
                "",
                "",
                Optional.empty(),
                Optional.empty());
        when(board.pending(any(), anyInt()))
                .thenReturn(
                        new Page<>(List.of(new DeliveryBoard.PendingChange(change, List.of(TOKYO), List.of())), null));
        when(board.unpushed(any(), anyInt()))
                .thenReturn(new Page<>(
                        List.of(new Unpushed(
                                TOKYO,
                                "Tokyo",
                                new DeliveryBoard.State(
                                        new ClusterId(ID),
                                        5,
                                        5,
                                        Optional.of(2),
                                        Optional.of(NOON),
                                        Optional.empty(),
                                        false,
                                        true),
                                List.of(),
                                0)),
                        null));
        when(plans.create(List.of(), Set.of(12L), Optional.empty()))
                .thenThrow(DomainException.Invalid.of("without", "Change 13 builds on change 12.", "Leave it out."));
        assertThat(mvc.post().uri("/plans").with(operator()).with(csrf()).param("offered", "12"))
                .hasStatus(422)
                .bodyText()
                .contains("Change 13 builds on change 12.", "name=\"include\" value=\"12\"", "&lt;script&gt;")
                .contains("the last push left changes out")
                .doesNotContain(HOSTILE, "??delivery", "name=\"include\" checked=\"checked\"");
    }

    @Test
    void planningFromThePageLeadsToThePlan() throws InterruptedException {
        when(plans.create(List.of(TOKYO), Set.of(), Optional.empty())).thenReturn(plan(Plan.Status.COMPUTING, 0));
        assertThat(mvc.post().uri("/plans").with(operator()).with(csrf()).param("clusters", "tokyo"))
                .hasStatus3xxRedirection()
                .hasRedirectedUrl("/plans/" + ID);
    }

    @Test
    void whatFailedIsPlannedAgainWithTheSameReason() throws InterruptedException {
        when(retries.planFailed(new RolloutId(ID))).thenReturn(plan(Plan.Status.COMPUTING, 0));
        when(rollouts.get(any())).thenReturn(rollout(Rollout.Status.FAILED));
        when(plans.await(any(), any())).thenReturn(plan(Plan.Status.READY, 0));
        assertThat(mvc.post().uri("/rollouts/" + ID + "/retry").with(operator()).with(csrf()))
                .hasRedirectedUrl("/plans/" + ID + "?reason=why");
        assertThat(mvc.post()
                        .uri("/api/v1/rollouts/" + ID + "/retry")
                        .with(operator())
                        .with(csrf()))
                .hasStatus(201)
                .bodyJson()
                .extractingPath("$.status")
                .isEqualTo("ready");
        when(plans.get(any())).thenReturn(plan(Plan.Status.READY, 0));
        when(plans.changes(any())).thenReturn(List.of());
        assertThat(mvc.get().uri("/plans/" + ID + "?reason=why").with(operator()))
                .bodyText()
                .contains("value=\"why\"");
    }
}
