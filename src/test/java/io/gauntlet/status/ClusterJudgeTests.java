package io.gauntlet.status;

import static io.gauntlet.status.StatusFixtures.NOON;
import static io.gauntlet.status.StatusFixtures.component;
import static io.gauntlet.status.StatusFixtures.delivered;
import static io.gauntlet.status.StatusFixtures.judged;
import static io.gauntlet.status.StatusFixtures.seen;
import static io.gauntlet.status.StatusFixtures.stack;
import static io.gauntlet.status.StatusFixtures.wellBut;
import static io.gauntlet.status.StatusFixtures.wellComponents;
import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.Cluster.State;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.delivery.DeliveryBoard;
import io.gauntlet.delivery.RolloutId;
import io.gauntlet.status.Finding.Code;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClusterJudgeTests {

    private final Cluster tokyo = StatusFixtures.cluster("tokyo", Map.of());

    private ClusterStatus judge(@Nullable Observation seen) {
        return judged(tokyo, seen, delivered(tokyo, 4, 4), stack(tokyo, 3, true));
    }

    @Test
    void wellClusterIsHealthyWithoutFindings() {
        var status = judge(seen(wellComponents()));
        assertThat(status.health()).isEqualTo(Health.HEALTHY);
        assertThat(status.findings()).isEmpty();
        assertThat(status.configuration()).isEqualTo(ClusterStatus.Configuration.IN_SYNC);
    }

    @Test
    void clusterThatNobodyHasAskedYetIsNotCalledUnreachable() {
        assertThat(judge(null).awaited()).isTrue();
        assertThat(judge(seen(wellComponents())).awaited()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Health.class)
    void clusterIsNeverBetterThanItsWorstComponent(Health worst) {
        var status = judge(seen(wellBut(component("querier", worst, 1, 2))));
        assertThat(status.health()).isLessThanOrEqualTo(worst);
    }

    @Test
    void anAnswerOlderThanThreeIntervalsIsNotGreen() {
        var old = new Observation(
                NOON,
                NOON.minusSeconds(46),
                NOON,
                null,
                "",
                "v1.34.4",
                wellComponents(),
                List.of("prometheus_replica"));
        var status = judge(old);
        assertThat(status.health()).isEqualTo(Health.UNKNOWN);
        assertThat(status.fresh()).isFalse();
        assertThat(status.age(NOON)).contains(Duration.ofSeconds(46));
        assertThat(status.components()).isNotEmpty();
        assertThat(status.has(Code.STALE)).isTrue();
    }

    @Test
    void aClusterThatWasNeverSeenIsUnknown() {
        assertThat(judge(null).health()).isEqualTo(Health.UNKNOWN);
    }

    @Test
    void noAnswerMakesItUnknownAndSaysWhatToDo() {
        var before = seen(wellComponents());
        var gone = judge(Observation.failed(before, NOON.plusSeconds(15), Failure.UNREACHABLE, "refused"));
        assertThat(gone.health()).isEqualTo(Health.UNKNOWN);
        assertThat(gone.findings()).extracting(Finding::code).containsExactly(Code.UNREACHABLE);
        assertThat(gone.findings().getFirst().detail()).isEqualTo("refused");
        var refused = judge(Observation.failed(before, NOON, Failure.UNAUTHORIZED, "expired"));
        assertThat(refused.findings()).extracting(Finding::code).containsExactly(Code.ACCESS_REFUSED);
    }

    @Test
    void failureKeepsTheMomentItBegan() {
        var first = Observation.failed(seen(wellComponents()), NOON.plusSeconds(15), Failure.TIMEOUT, "late");
        var second = Observation.failed(first, NOON.plusSeconds(30), Failure.TIMEOUT, "late again");
        assertThat(second.since()).isEqualTo(NOON.plusSeconds(15));
        assertThat(second.answeredAt()).isEqualTo(NOON);
    }

    @Test
    void missingCredentialsAreAFindingWithoutACall() {
        var cluster = StatusFixtures.cluster("tokyo", Map.of(), State.CREDENTIALS_MISSING);
        var status = judged(cluster, seen(wellComponents()), delivered(cluster, 4, 4), stack(cluster, 3, true));
        assertThat(status.health()).isEqualTo(Health.UNKNOWN);
        assertThat(status.findings()).extracting(Finding::code).containsExactly(Code.CREDENTIALS_MISSING);
    }

    @Test
    void disabledClusterIsLeftAlone() {
        var cluster = StatusFixtures.cluster("tokyo", Map.of(), State.DISABLED);
        var status = judged(cluster, null, delivered(cluster, 4, 0), stack(cluster, 1, false));
        assertThat(status.health()).isEqualTo(Health.IDLE);
        assertThat(status.findings()).isEmpty();
    }

    @Test
    void pushedComponentThatVanishedIsDown() {
        var left = wellComponents().stream()
                .filter(component -> !component.name().equals("querier"))
                .toList();
        var status = judge(seen(left));
        assertThat(status.health()).isEqualTo(Health.DOWN);
        assertThat(status.component("querier").orElseThrow().fraction()).isEqualTo("0/2");
        assertThat(status.has(Code.COMPONENT_DOWN)).isTrue();
    }

    @Test
    void neverPushedClusterHasNoStackRatherThanAFault() {
        var status = judged(tokyo, seen(List.of()), delivered(tokyo, 1, 0), stack(tokyo, 3, true));
        assertThat(status.health()).isEqualTo(Health.IDLE);
        assertThat(status.findings()).extracting(Finding::code).containsExactly(Code.NEVER_PUSHED);
    }

    @Test
    void runningRolloutIsShownButHidesNoFault() {
        var running = new DeliveryBoard.State(
                tokyo.id(),
                5,
                4,
                Optional.of(12),
                Optional.of(NOON),
                Optional.of(new RolloutId(new UUID(0, 1))),
                false,
                false);
        var well = judged(tokyo, seen(wellComponents()), running, stack(tokyo, 3, true));
        assertThat(well.health()).isEqualTo(Health.ROLLING);
        var broken = wellBut(component("prometheus", Health.DOWN, 0, 3));
        assertThat(judged(tokyo, seen(broken), running, stack(tokyo, 3, true)).health())
                .isEqualTo(Health.DOWN);
    }

    @Test
    void whatIsMissingFromTheSetUpIsNamed() {
        var subject = new ClusterJudge.Subject(
                tokyo, seen(wellComponents()), delivered(tokyo, 5, 4), stack(tokyo, 1, false), false);
        var status = new ClusterJudge(NOON, Duration.ofSeconds(45)).judge(subject);
        assertThat(status.findings())
                .extracting(Finding::code)
                .containsExactly(Code.SINGLE_REPLICA, Code.NO_ROUTING, Code.NO_BUCKET, Code.UNPUSHED);
        assertThat(status.health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void replicasOnOneNodeAndAForgottenLabelAreFound() {
        var together = new ComponentStatus("prometheus", Health.HEALTHY, 3, 3, 3, "v3", 0, null, List.of("node-1"));
        var seen = new Observation(NOON, NOON, NOON, null, "", "v1.34.4", wellBut(together), List.of("another_label"));
        assertThat(judge(seen).findings()).extracting(Finding::code).containsExactly(Code.DEDUP_LABEL, Code.SAME_NODE);
    }

    @Test
    void manyFindingsOfAKindBecomeOne() {
        var fleet = StatusFixtures.fleet(1000);
        assertThat(fleet.findings())
                .filteredOn(finding -> finding.code() == Code.PROMETHEUS_DOWN)
                .singleElement()
                .extracting(Finding::count)
                .isEqualTo(6);
    }
}
