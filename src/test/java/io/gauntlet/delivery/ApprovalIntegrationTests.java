package io.gauntlet.delivery;

import static io.gauntlet.delivery.DeliveryFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.delivery.Approvals.Given;
import io.gauntlet.delivery.Approvals.Terms;
import io.gauntlet.delivery.Plans.Intent;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ResourceName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** Plans for some clusters wait until other people have agreed. */
class ApprovalIntegrationTests {

    private static final ResourceName GUARDED = new ResourceName("guarded");
    private static final ResourceName FREE = new ResourceName("free");
    private static final ResourceName RULE = new ResourceName("two-people");
    private static final LabelSelector SELECTOR = LabelSelector.parse("tier=guarded");

    private DeliveryHarness harness;
    private DeliveryHarness.ControlPlane process;
    private ApprovalsService approvals;

    @BeforeEach
    void start() {
        harness = new DeliveryHarness();
        process = harness.process();
        approvals = harness.approvals();
        harness.cluster("guarded", LabelSet.of(Map.of("tier", "guarded")));
        harness.cluster("free");
        harness.configure("guarded", stack("guarded", "one", "prometheus:v3"));
        harness.configure("free", stack("free", "one", "prometheus:v3"));
    }

    @AfterEach
    void stop() {
        SecurityContextHolder.clearContext();
        approvals.rules().forEach(rule -> approvals.remove(rule.terms().name(), rule.version()));
        harness.close();
    }

    private static <T> T as(String user, Supplier<T> work) {
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken(user, ""));
        try {
            return work.get();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private void rule(int number, boolean self) {
        approvals.add(new Terms(RULE, SELECTOR, number, self));
    }

    private PlanId planned(String author, ResourceName... names) {
        var plan = as(author, () -> process.plans().create(List.of(names)));
        while (process.planWorker().runDueOnce()) {}
        return plan.id();
    }

    private Rollout push(PlanId plan) {
        return as("ann", () -> process.rollouts().push(plan, "because"));
    }

    @Test
    void withoutARuleWhoeverMayPushMayPushAlone() {
        var plan = planned("ann", GUARDED);
        assertThat(approvals.of(process.plans().get(plan)).complete()).isTrue();
        push(plan);
    }

    @Test
    void aRuleHoldsThePushUntilSomebodyElseHasAgreed() {
        rule(1, false);
        var plan = planned("ann", GUARDED);
        assertThatThrownBy(() -> push(plan))
                .isInstanceOf(DomainException.Conflict.class)
                .hasMessageContaining("Rule 'two-people' has 0 of 1 approvals for guarded");
        assertThat(process.plans().get(plan).status()).isEqualTo(Plan.Status.READY);
        var standing = as("bob", () -> approvals.approve(plan, " looks right "));
        assertThat(standing.complete()).isTrue();
        assertThat(standing.given())
                .extracting(Given::approver, Given::comment)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("bob", "looks right"));
        push(plan);
    }

    @Test
    void theAuthorCountsOnlyWhereTheRuleSaysSo() {
        rule(1, false);
        var plan = planned("ann", GUARDED);
        assertThatThrownBy(() -> as("ann", () -> approvals.approve(plan, "")))
                .isInstanceOf(DomainException.Conflict.class)
                .hasMessageContaining("Somebody else");
        approvals.change(new Terms(RULE, SELECTOR, 1, true), 0);
        assertThat(as("ann", () -> approvals.approve(plan, "")).complete()).isTrue();
        push(plan);
    }

    @Test
    void onePersonCountsOnceHoweverOftenTheyAgree() {
        rule(2, false);
        var plan = planned("ann", GUARDED);
        as("bob", () -> approvals.approve(plan, "first"));
        var standing = as("bob", () -> approvals.approve(plan, "again"));
        assertThat(standing.demands().getFirst().missing()).isEqualTo(1);
        assertThatThrownBy(() -> push(plan)).isInstanceOf(DomainException.Conflict.class);
        as("eve", () -> approvals.approve(plan, ""));
        push(plan);
    }

    @Test
    void anApprovalThatWasTakenBackCountsNoMore() {
        rule(1, false);
        var plan = planned("ann", GUARDED);
        as("bob", () -> approvals.approve(plan, ""));
        assertThat(as("bob", () -> approvals.withdraw(plan)).complete()).isFalse();
        assertThatThrownBy(() -> push(plan)).isInstanceOf(DomainException.Conflict.class);
    }

    @Test
    void aNewPlanNeedsItsOwnApproval() {
        rule(1, false);
        var first = planned("ann", GUARDED);
        as("bob", () -> approvals.approve(first, ""));
        var second = planned("ann", GUARDED);
        assertThatThrownBy(() -> push(second)).isInstanceOf(DomainException.Conflict.class);
    }

    @Test
    void otherClustersDoNotWait() {
        rule(1, false);
        push(planned("ann", FREE));
    }

    @Test
    void aRuleThatComesAfterThePlanHoldsItToo() {
        var plan = planned("ann", GUARDED, FREE);
        rule(1, false);
        assertThatThrownBy(() -> push(plan)).isInstanceOf(DomainException.Conflict.class);
    }

    @Test
    void aPipelineIsToldThatItsPushNeedsApproval() {
        rule(1, false);
        var plan = as(
                "ci",
                () -> process.plans()
                        .create(List.of(GUARDED), Optional.of(new Intent("from the pipeline", Strategy.allAtOnce()))));
        while (process.planWorker().runDueOnce()) {}
        while (process.intentWorker().runDueOnce()) {}
        assertThat(process.plans().get(plan.id()).intent().orElseThrow())
                .startsWith("Not pushed: The plan needs approval.");
        as("bob", () -> approvals.approve(plan.id(), ""));
        push(plan.id());
    }

    @Test
    void theWayBackNeedsNone() {
        push(planned("ann", GUARDED));
        process.work();
        harness.configure("guarded", stack("guarded", "two", "prometheus:v3"));
        push(planned("ann", GUARDED));
        process.work();
        rule(1, false);
        var back = as("ann", () -> process.revisions().rollBack(GUARDED, 1));
        while (process.planWorker().runDueOnce()) {}
        assertThat(approvals.of(process.plans().get(back.id())).demands()).isEmpty();
        push(back.id());
    }

    @Test
    void whatCannotBePushedCannotBeApproved() {
        rule(1, false);
        var plan = planned("ann", GUARDED);
        as("bob", () -> approvals.approve(plan, ""));
        push(plan);
        assertThatThrownBy(() -> as("eve", () -> approvals.approve(plan, "")))
                .isInstanceOf(DomainException.Conflict.class)
                .hasMessageContaining("pushed already");
        assertThatThrownBy(() -> as("bob", () -> approvals.withdraw(plan)))
                .isInstanceOf(DomainException.Conflict.class);
        var late = planned("ann", FREE);
        harness.clock.advance(Duration.ofDays(1));
        assertThatThrownBy(() -> as("bob", () -> approvals.approve(late, ""))).hasMessageContaining("expired");
    }

    @Test
    void anEditOfAnOlderVersionIsRefused() {
        rule(1, false);
        approvals.change(new Terms(RULE, SELECTOR, 2, false), 0);
        assertThatThrownBy(() -> approvals.change(new Terms(RULE, SELECTOR, 3, false), 0))
                .isInstanceOf(DomainException.Stale.class);
        assertThatThrownBy(() -> approvals.remove(RULE, 0)).isInstanceOf(DomainException.Stale.class);
        assertThatThrownBy(() -> rule(1, false)).isInstanceOf(DomainException.Conflict.class);
        assertThatThrownBy(() -> approvals.change(new Terms(RULE, SELECTOR, 6, false), 1))
                .isInstanceOf(DomainException.Invalid.class);
    }

    private List<String> told(PlanId plan) {
        return harness.jdbc
                .sql("""
                        select concat_ws(' ', content ->> 'status', content ->> 'done', content ->> 'total',
                            content ->> 'message') from rollout_event
                        where content ->> 'plan' = :plan order by id""")
                .param("plan", plan.toString())
                .query((row, number) -> row.getString(1))
                .list();
    }

    @Test
    void whatIsAskedForGivenAndMissingIsTold() {
        rule(1, false);
        var plan = planned("ann", GUARDED);
        assertThatThrownBy(() -> push(plan)).isInstanceOf(DomainException.Conflict.class);
        as("bob", () -> approvals.approve(plan, "fine"));
        as("bob", () -> approvals.withdraw(plan));
        assertThat(told(plan))
                .containsExactly(
                        "approval_wanted 0 1 Plan of ann. Rule 'two-people' has 0 of 1 approvals for guarded.",
                        "approval_missing 0 1 Plan of ann. Rule 'two-people' has 0 of 1 approvals for guarded.",
                        "approval_given 1 1 Approved by bob. All approvals are given.",
                        "approval_missing 0 1 bob took the approval back. Rule 'two-people' has 0 of 1 approvals for guarded.");
        assertThat(told(planned("ann", FREE))).isEmpty();
    }

    @Test
    void whatAutomaticSyncIsRefusedEveryMinuteIsToldOnce() {
        rule(1, false);
        harness.jdbc.sql("delete from rollout_event where rollout_id is null").update();
        harness.jdbc
                .sql("update delivery set sync = 'AUTOMATIC' where cluster_id = :id")
                .param(
                        "id",
                        java.util.Objects.requireNonNull(harness.fleet.get("guarded"))
                                .id()
                                .value())
                .update();
        for (var minute = 0; minute < 3; minute++) {
            harness.jdbc.sql("update delivery set sync_after = null").update();
            while (process.intentWorker().runDueOnce()) {
                while (process.planWorker().runDueOnce()) {}
            }
        }
        assertThat(harness.jdbc
                        .sql("select content ->> 'status' from rollout_event where rollout_id is null order by id")
                        .query(String.class)
                        .list())
                .containsExactly(FleetEvent.APPROVAL_WANTED, FleetEvent.APPROVAL_MISSING);
    }
}
