package io.gauntlet.delivery.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import io.gauntlet.delivery.ClusterDrift;
import io.gauntlet.delivery.ClusterDrift.Author;
import io.gauntlet.delivery.ClusterDrift.Difference;
import io.gauntlet.delivery.ClusterDrift.DriftedObject;
import io.gauntlet.delivery.ClusterDrift.Fight;
import io.gauntlet.delivery.ClusterDrift.State;
import io.gauntlet.delivery.DriftField;
import io.gauntlet.delivery.DriftPolicy;
import io.gauntlet.delivery.DriftPolicy.Mode;
import io.gauntlet.delivery.Drifts;
import io.gauntlet.delivery.Rollout;
import io.gauntlet.delivery.RolloutId;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.rendering.Kinds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Drift by page and by REST: what is shown, what is asked of whom, and that nothing of a cluster becomes markup. */
@WebMvcTest(
        controllers = {DriftApiController.class, DriftPageController.class},
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern =
                                "io\\.gauntlet\\.(web\\.(\\w*Filter|RoleFirst|WebConfiguration)|status\\.web\\.ShellAdvice)"),
        includeFilters =
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = "io\\.gauntlet\\.web\\.(Failures|ErrorPages)"))
class DriftWebTests {

    private static final UUID ID = UUID.fromString("01a20d6d-5a00-71fc-b09d-0c64e9f18695");
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final ResourceName TOKYO = new ResourceName("tokyo");
    private static final String HOSTILE = "<script>alert(1)</script>";

    @Autowired
    @SuppressWarnings("NullAway.Init")
    private MockMvcTester mvc;

    @MockitoBean
    @SuppressWarnings("NullAway.Init")
    private Drifts drifts;

    private static RequestPostProcessor operator() {
        return user("ann").roles("OPERATOR", "EDITOR", "VIEWER");
    }

    private static ClusterDrift drift(State state, DriftedObject... objects) {
        return new ClusterDrift(
                TOKYO,
                "Tokyo",
                state,
                Optional.of(NOON),
                "",
                3,
                40,
                objects.length,
                objects.length == 0 ? "" : HOSTILE,
                new DriftPolicy(Mode.HEAL_EXCEPT, List.of(new DriftField("/spec/replicas"))),
                7,
                Optional.empty(),
                List.of(objects));
    }

    private static DriftedObject changed(Optional<Fight> fight) {
        return new DriftedObject(
                new ObjectRef(Kinds.CONFIG_MAP, "monitoring", "rules"),
                "prometheus",
                Difference.CHANGED,
                false,
                "@@ -1,1 +1,1 @@\n-a: " + HOSTILE + "\n+a: 1",
                List.of("/data/" + HOSTILE.replace("/", "~1")),
                List.of(),
                HOSTILE,
                new Author(HOSTILE, "Update", Optional.of(NOON)),
                NOON,
                NOON,
                fight);
    }

    private static Rollout healing() {
        return new Rollout(
                new RolloutId(ID),
                Rollout.Kind.HEAL,
                Optional.empty(),
                Rollout.Status.RUNNING,
                false,
                false,
                "",
                "",
                List.of(),
                List.of(),
                "Heal: ConfigMap monitoring/rules was changed",
                "ann",
                NOON,
                Optional.empty());
    }

    @Test
    void theFleetIsListedByState() {
        when(drifts.page(State.DRIFTED, null, 50))
                .thenReturn(new Page<>(List.of(drift(State.DRIFTED, changed(Optional.empty()))), null));
        var answer =
                mvc.get().uri("/api/v1/drift?state=drifted").with(operator()).exchange();
        assertThat(answer).hasStatusOk();
        assertThat(answer).bodyJson().extractingPath("$.items[0].state").isEqualTo("drifted");
        assertThat(mvc.get().uri("/api/v1/drift?state=fine").with(operator())).hasStatus(422);
        assertThat(mvc.get().uri("/drift?state=drifted").with(operator()))
                .hasStatusOk()
                .bodyText()
                .contains("tokyo", "Drifted", "&lt;script&gt;")
                .doesNotContain(HOSTILE);
    }

    @Test
    void aClusterIsShownWithItsObjectsAndItsTag() {
        when(drifts.get(TOKYO)).thenReturn(drift(State.FIGHT, changed(Optional.of(new Fight("hand", 5, NOON)))));
        var answer =
                mvc.get().uri("/api/v1/clusters/tokyo/drift").with(operator()).exchange();
        assertThat(answer).hasStatusOk().hasHeader("ETag", "\"7\"");
        assertThat(answer).bodyJson().extractingPath("$.objects[0].fight.times").isEqualTo(5);
        assertThat(answer).bodyJson().extractingPath("$.policy.mode").isEqualTo("heal_except");
        assertThat(mvc.get().uri("/drift/tokyo").with(operator()))
                .hasStatusOk()
                .bodyText()
                .contains("Fight", "Resume healing", "Heal now", "/spec/replicas", "5 times by hand")
                .doesNotContain(HOSTILE);
    }

    @Test
    void aClusterThatIsInSyncOffersNoHealing() {
        when(drifts.get(TOKYO)).thenReturn(drift(State.IN_SYNC));
        assertThat(mvc.get().uri("/drift/tokyo").with(operator()))
                .hasStatusOk()
                .bodyText()
                .contains("Nothing differs")
                .doesNotContain("Heal now");
    }

    @Test
    void thePolicyIsChangedAtTheVersionThatWasRead() {
        when(drifts.setPolicy(TOKYO, 7, new DriftPolicy(Mode.HEAL, List.of()))).thenReturn(drift(State.IN_SYNC));
        var request = mvc.put()
                .uri("/api/v1/clusters/tokyo/drift-policy")
                .with(operator())
                .with(csrf())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"mode\":\"heal\"}");
        assertThat(request.exchange()).hasStatus(428);
        assertThat(request.header("If-Match", "\"7\"").exchange()).hasStatusOk();
        assertThat(mvc.put()
                        .uri("/api/v1/clusters/tokyo/drift-policy")
                        .with(operator())
                        .with(csrf())
                        .header("If-Match", "\"7\"")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"mode\":\"heal_except\",\"except\":[\"nonsense\"]}"))
                .hasStatus(422)
                .bodyText()
                .contains("is no field");
    }

    @Test
    void thePolicyFormKeepsWhatWasTypedWhenItIsWrong() {
        when(drifts.get(TOKYO)).thenReturn(drift(State.IN_SYNC));
        assertThat(mvc.post()
                        .uri("/drift/tokyo/policy")
                        .with(operator())
                        .with(csrf())
                        .param("version", "7")
                        .param("mode", "heal_except")
                        .param("except", "nonsense-4711"))
                .hasStatus(422)
                .bodyText()
                .contains("nonsense-4711", "is no field");
        verify(drifts, never()).setPolicy(any(), anyInt(), any());
    }

    @Test
    void aHealIsARolloutWithoutAPlan() {
        when(drifts.heal(TOKYO)).thenReturn(healing());
        var answer = mvc.post()
                .uri("/api/v1/clusters/tokyo/drift/heal")
                .with(operator())
                .with(csrf())
                .exchange();
        assertThat(answer).hasStatus(201).hasHeader("Location", "/api/v1/rollouts/" + ID);
        assertThat(answer).bodyJson().extractingPath("$.kind").isEqualTo("heal");
        assertThat(answer).bodyJson().extractingPath("$.plan").isNull();
        assertThat(mvc.post().uri("/drift/tokyo/heal").with(operator()).with(csrf()))
                .hasRedirectedUrl("/rollouts/" + ID);
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        when(drifts.heal(TOKYO)).thenThrow(new DomainException.Conflict("Nothing differs."));
        assertThat(mvc.post()
                        .uri("/api/v1/clusters/tokyo/drift/heal")
                        .with(operator())
                        .with(csrf()))
                .hasStatus(409);
        assertThat(mvc.post().uri("/drift/tokyo/heal").with(operator()).with(csrf()))
                .hasRedirectedUrl("/drift/tokyo");
    }

    @Test
    void whoMayOnlyLookIsOfferedNoChange() {
        when(drifts.get(TOKYO)).thenReturn(drift(State.DRIFTED, changed(Optional.empty())));
        assertThat(mvc.get().uri("/drift/tokyo").with(user("eve").roles("VIEWER")))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("Heal now", "Save the policy");
    }
}
