package io.gauntlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.delivery.History.Applied;
import io.gauntlet.delivery.History.Claim;
import io.gauntlet.delivery.History.Entry;
import io.gauntlet.delivery.History.Planned;
import io.gauntlet.delivery.History.Target;
import io.gauntlet.delivery.Violation.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every promise can be broken, and the checker says which one it was. */
class HistoryCheckerTests {

    private static final String SPACE = "/api/v1/namespaces/monitoring";
    private static final String RULES = "/api/v1/namespaces/monitoring/configmaps/rules";
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);
    private static final UUID THIRD = new UUID(0, 3);

    private final List<WireWrite> writes = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<Applied> applied = new ArrayList<>();
    private final List<Entry> trail = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final Set<UUID> acknowledged = new HashSet<>();

    /** One push of a namespace and a config map by one worker. */
    HistoryCheckerTests() {
        targets.add(target(FIRST, 1, List.of(created(SPACE, 0, "ns"), created(RULES, 2, "one")), claims("a")));
        writes.add(create("a", SPACE, "ns", "11"));
        writes.add(create("a", RULES, "one", "12"));
        applied.add(new Applied("tokyo", 1));
        trail.add(new Entry("delivery.pushed", FIRST.toString()));
        trail.add(new Entry("delivery.target-succeeded", "tokyo"));
        acknowledged.add(FIRST);
    }

    private static List<Claim> claims(String... owners) {
        var claims = new ArrayList<Claim>();
        for (var owner : owners) {
            claims.add(new Claim(claims.size() + 1L, owner));
        }
        return claims;
    }

    private static Target target(UUID rollout, int revision, List<Planned> objects, List<Claim> claims) {
        return new Target(
                rollout,
                rollout,
                "tokyo",
                revision,
                "SUCCEEDED",
                false,
                true,
                "SUCCEEDED",
                objects,
                claims,
                List.of("LOADED", "LOADED"));
    }

    private static Planned created(String path, int step, String value) {
        return new Planned(path, step, "CREATE", Optional.of(object(value, "")), 0, "APPLIED", List.of("APPLIED"));
    }

    private static JsonNode object(String value, String bound) {
        var text = "{\"data\":\"" + value + "\",\"metadata\":{\"name\":\"x\"" + bound + "}}";
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static WireWrite create(String process, String path, String value, String version) {
        var body = object(value, ",\"resourceVersion\":\"1\"");
        return new WireWrite(process, "tokyo", "PATCH", path, body, 201, version);
    }

    private static WireWrite change(String process, String path, String value, String from, String to) {
        var body = object(value, ",\"resourceVersion\":\"" + from + "\",\"uid\":\"u\"");
        return new WireWrite(process, "tokyo", "PATCH", path, body, 200, to);
    }

    private static Target with(Target target, String status, boolean leased, String rollout, List<String> proofs) {
        return new Target(
                target.id(),
                target.rolloutId(),
                "tokyo",
                target.revision(),
                status,
                leased,
                true,
                rollout,
                target.objects(),
                target.claims(),
                proofs);
    }

    /** A second push by another worker that changes the config map. */
    private void pushAgain() {
        var planned =
                new Planned(RULES, 2, "CHANGE", Optional.of(object("two", "")), 12, "APPLIED", List.of("APPLIED"));
        targets.add(target(SECOND, 2, List.of(planned), claims("b")));
        writes.add(change("b", RULES, "two", "12", "13"));
        applied.add(new Applied("tokyo", 2));
        trail.add(new Entry("delivery.pushed", SECOND.toString()));
        trail.add(new Entry("delivery.target-succeeded", "tokyo"));
    }

    private Set<Promise> broken() {
        var history = new History(writes, targets, applied, trail, texts, acknowledged);
        var found = HistoryChecker.strict().violations(history);
        return new HashSet<>(found.stream().map(Violation::promise).toList());
    }

    @Test
    void aHistoryWithoutFaultBreaksNothing() {
        pushAgain();
        assertThat(broken()).isEmpty();
    }

    @Test
    void whatIsBroughtBackLaterIsNotTakenForTheFirstTime() {
        pushAgain();
        var planned =
                new Planned(RULES, 2, "CHANGE", Optional.of(object("one", "")), 13, "APPLIED", List.of("APPLIED"));
        targets.add(target(THIRD, 3, List.of(planned), claims("c")));
        writes.add(change("c", RULES, "one", "13", "14"));
        applied.add(new Applied("tokyo", 3));
        trail.add(new Entry("delivery.pushed", THIRD.toString()));
        trail.add(new Entry("delivery.target-succeeded", "tokyo"));
        assertThat(broken()).isEmpty();
    }

    @Test
    void anOldRevisionWrittenAfterANewOneGoesBack() {
        pushAgain();
        writes.add(change("a", RULES, "one", "13", "14"));
        assertThat(broken()).contains(Promise.NEVER_BACK);
    }

    @Test
    void anAppliedNumberThatFallsGoesBack() {
        pushAgain();
        applied.add(new Applied("tokyo", 1));
        assertThat(broken()).containsExactly(Promise.NEVER_BACK);
    }

    @Test
    void aWriteOfARolloutWithoutAnEntryIsNotAudited() {
        trail.removeFirst();
        assertThat(broken()).containsExactly(Promise.AUDITED);
    }

    @Test
    void anEndThatIsToldTwiceIsNotAudited() {
        trail.add(new Entry("delivery.target-succeeded", "tokyo"));
        assertThat(broken()).containsExactly(Promise.AUDITED);
    }

    @Test
    void aWriterThatNeverClaimedIsASecondOwner() {
        writes.set(1, create("b", RULES, "one", "12"));
        assertThat(broken()).containsExactly(Promise.ONE_OWNER);
    }

    @Test
    void aWriterThatComesBackAfterATakeOverIsASecondOwner() {
        targets.set(0, target(FIRST, 1, targets.getFirst().objects(), claims("a", "b")));
        writes.addFirst(create("b", SPACE, "ns", "11"));
        assertThat(broken()).contains(Promise.ONE_OWNER);
    }

    @Test
    void twoClaimsUnderOneEpochAreTwoOwners() {
        var twice = List.of(new Claim(1, "a"), new Claim(1, "b"));
        targets.set(0, target(FIRST, 1, targets.getFirst().objects(), twice));
        assertThat(broken()).containsExactly(Promise.ONE_OWNER);
    }

    @Test
    void evenARefusedWriteOutsideTheInventoryIsFound() {
        writes.add(new WireWrite("a", "tokyo", "PATCH", "/api/v1/namespaces/other", object("x", ""), 409, ""));
        assertThat(broken()).contains(Promise.INVENTORY);
    }

    @Test
    void aWriteThatIsBoundToNothingCouldOverwriteAnEdit() {
        writes.set(1, new WireWrite("a", "tokyo", "PATCH", RULES, object("one", ""), 200, "12"));
        assertThat(broken()).containsExactly(Promise.EDITS_SURVIVE);
    }

    @Test
    void aVersionWithoutIdentityIsNotEnough() {
        writes.set(
                1, new WireWrite("a", "tokyo", "PATCH", RULES, object("one", ",\"resourceVersion\":\"7\""), 200, "12"));
        assertThat(broken()).containsExactly(Promise.EDITS_SURVIVE);
    }

    @Test
    void anAcknowledgedRolloutThatIsGoneIsFound() {
        acknowledged.add(SECOND);
        assertThat(broken()).containsExactly(Promise.EDITS_SURVIVE);
    }

    @Test
    void greenWithoutProofIsFound() {
        targets.set(0, with(targets.getFirst(), "SUCCEEDED", false, "SUCCEEDED", List.of("LOADED", "MOUNTED")));
        assertThat(broken()).containsExactly(Promise.PROVEN);
        targets.set(0, with(targets.getFirst(), "SUCCEEDED", false, "SUCCEEDED", List.of()));
        assertThat(broken()).containsExactly(Promise.PROVEN);
    }

    @Test
    void greenWithAnObjectWithoutOutcomeIsFound() {
        var open = new Planned(RULES, 2, "CREATE", Optional.of(object("one", "")), 0, "", List.of());
        targets.set(0, target(FIRST, 1, List.of(created(SPACE, 0, "ns"), open), claims("a")));
        assertThat(broken()).containsExactly(Promise.PROVEN);
    }

    @Test
    void aSecretInATextIsFound() {
        texts.add("refused: " + DeliveryFixtures.CANARY);
        assertThat(broken()).containsExactly(Promise.NO_SECRETS);
    }

    @Test
    void aSecretInAnotherKindOfObjectIsFound() {
        var object = created(RULES, 2, DeliveryFixtures.CANARY);
        targets.set(0, target(FIRST, 1, List.of(created(SPACE, 0, "ns"), object), claims("a")));
        writes.set(1, create("a", RULES, DeliveryFixtures.CANARY, "12"));
        assertThat(broken()).containsExactly(Promise.NO_SECRETS);
    }

    @Test
    void aTargetThatNeedsAPersonDidNotEnd() {
        var target = targets.getFirst();
        trail.removeLast();
        targets.set(0, with(target, "HELD", false, "SUCCEEDED", target.proofs()));
        assertThat(broken()).containsExactly(Promise.ENDS);
    }

    @Test
    void aRolloutThatRunsForeverAndALeaseThatStaysAreFound() {
        var target = targets.getFirst();
        targets.set(0, with(target, "SUCCEEDED", false, "RUNNING", target.proofs()));
        assertThat(broken()).containsExactly(Promise.ENDS);
        targets.set(0, with(target, "SUCCEEDED", true, "SUCCEEDED", target.proofs()));
        assertThat(broken()).containsExactly(Promise.ENDS);
    }

    @Test
    void aWriteThatNobodyApprovedIsFound() {
        writes.add(change("a", RULES, "mine", "12", "13"));
        assertThat(broken()).containsExactly(Promise.APPROVED);
    }

    @Test
    void aStepBeforeItsTurnIsFound() {
        writes.add(writes.removeFirst());
        assertThat(broken()).containsExactly(Promise.IN_ORDER);
    }

    @Test
    void aSecondChangeOfOneObjectIsFound() {
        targets.set(0, target(FIRST, 1, targets.getFirst().objects(), claims("a", "a")));
        writes.add(change("a", RULES, "one", "12", "13"));
        assertThat(broken()).containsExactly(Promise.ONCE);
    }

    @Test
    void aWriteIsRepeatedOnlyAfterATakeOver() {
        writes.add(change("a", RULES, "one", "12", "12"));
        assertThat(broken()).containsExactly(Promise.ONCE);
        targets.set(0, target(FIRST, 1, targets.getFirst().objects(), claims("a", "a")));
        assertThat(broken()).isEmpty();
    }

    @Test
    void aTakeOverRepeatsNoMoreThanTheStepThatWasUnderWay() {
        targets.set(0, target(FIRST, 1, targets.getFirst().objects(), claims("a", "a")));
        writes.add(1, change("a", SPACE, "ns", "11", "11"));
        assertThat(broken()).isEmpty();
        writes.add(change("a", RULES, "one", "12", "12"));
        assertThat(broken()).containsExactly(Promise.ONCE);
    }

    @Test
    void anOutcomeThatIsRecordedTwiceIsFound() {
        var twice = new Planned(
                RULES, 2, "CREATE", Optional.of(object("one", "")), 0, "APPLIED", List.of("APPLIED", "APPLIED"));
        targets.set(0, target(FIRST, 1, List.of(created(SPACE, 0, "ns"), twice), claims("a")));
        assertThat(broken()).containsExactly(Promise.ONCE);
    }
}
