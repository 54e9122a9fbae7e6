package io.gauntlet.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.delivery.FleetEvent;
import io.gauntlet.delivery.PlanId;
import io.gauntlet.delivery.Rollout;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.notification.NotificationChannel.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives: programs get signed JSON of each event, people get a sentence, and everybody only what they asked for. */
class MessagesIntegrationTests {

    private static final Set<Topic> ALL = EnumSet.allOf(Topic.class);

    private NotificationHarness harness;
    private TestReceiver receiver;

    @BeforeEach
    void start() {
        harness = new NotificationHarness();
        receiver = new TestReceiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
        harness.close();
    }

    private void deliver() throws InterruptedException {
        harness.process().runDueOnce();
    }

    private void slack(Set<Topic> topics, String selector) {
        harness.add("people", Kind.SLACK, receiver.url("/services/T/B/x"), null, topics, selector);
    }

    private List<String> sentences() {
        return receiver.arrivals().stream()
                .map(arrival -> arrival.json().at("/text").asString())
                .toList();
    }

    @Test
    void aWebhookGetsTheEventSignedWithATimestampAndItsNumberAsKey() throws Exception {
        harness.webhook("hook", receiver.url("/hook?token=1"));
        harness.log.target("tokyo", "failed", "disk full");
        deliver();
        var arrival = receiver.arrivals().getFirst();
        assertThat(arrival.path()).isEqualTo("/hook?token=1");
        assertThat(arrival.header("Content-Type")).isEqualTo("application/json");
        assertThat(arrival.header("Host")).startsWith("127.0.0.1:");
        assertThat(arrival.header("Idempotency-Key")).isEqualTo("1");
        var json = arrival.json();
        assertThat(json.at("/number").asLong()).isEqualTo(1);
        assertThat(json.at("/event").asString()).isEqualTo("cluster_failed");
        assertThat(json.at("/status").asString()).isEqualTo("failed");
        assertThat(json.at("/cluster").asString()).isEqualTo("tokyo");
        assertThat(json.at("/rollout").asString()).isEqualTo(MemoryLog.ROLLOUT.toString());
        assertThat(json.at("/reason").asString()).isEqualTo("disk alerts");
        assertThat(json.at("/message").asString()).isEqualTo("disk full");
        assertThat(json.at("/text").asString()).isEqualTo("tokyo failed: disk full");
        assertThat(json.at("/at").asString()).isEqualTo("2026-11-24T12:00:00Z");
        assertThat(json.at("/link").asString())
                .isEqualTo("https://gauntlet.example.test/rollouts/" + MemoryLog.ROLLOUT);

        var timestamp = arrival.header("X-Gauntlet-Timestamp");
        assertThat(timestamp).isEqualTo(Long.toString(harness.clock.instant().getEpochSecond()));
        assertThat(arrival.header("X-Gauntlet-Signature")).isEqualTo("sha256=" + hmac(timestamp, arrival.body()));
    }

    /** As the documentation tells a receiver to do it. */
    private static String hmac(String timestamp, byte[] body) throws Exception {
        var signed = new ByteArrayOutputStream();
        signed.writeBytes(timestamp.getBytes(StandardCharsets.UTF_8));
        signed.write('.');
        signed.writeBytes(body);
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(NotificationHarness.SIGNING.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(signed.toByteArray()));
    }

    @Test
    void hostileTextBecomesNoLinkNoMentionAndNoMarkup() throws Exception {
        slack(ALL, "");
        harness.log.target("tokyo", "failed", "<!channel> & <https://evil.example|click> *bold* `code` a\nb\u0000c");
        deliver();
        var json = receiver.arrivals().getFirst().json();
        var text = json.at("/blocks/0/text/text").asString();
        assertThat(json.at("/blocks/0/text/type").asString()).isEqualTo("mrkdwn");
        assertThat(text)
                .startsWith("*tokyo failed*\n&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt; ")
                .endsWith("a b c\n<https://gauntlet.example.test/rollouts/" + MemoryLog.ROLLOUT + "|Gauntlet>")
                .doesNotContain("*bold*")
                .doesNotContain("`code`");
        assertThat(json.at("/text").asString()).doesNotContain("<");
        assertThat(receiver.arrivals().getFirst().headers())
                .doesNotContainKeys("x-gauntlet-signature", "idempotency-key");
    }

    @Test
    void aMessageThatIsMuchTooLongStaysWithinWhatSlackTakes() throws Exception {
        slack(ALL, "");
        harness.log.target("tokyo", "failed", "<".repeat(10_000));
        deliver();
        assertThat(receiver.arrivals()
                        .getFirst()
                        .json()
                        .at("/blocks/0/text/text")
                        .asString())
                .hasSizeLessThan(3_000);
    }

    @Test
    void peopleGetOneMessageAboutManyClustersAndNoneAboutProgress() throws Exception {
        slack(ALL, "");
        harness.log.rollout(FleetEvent.STARTED, "disk alerts");
        harness.log.target("tokyo", "applying", "");
        for (var i = 0; i < 12; i++) {
            harness.log.target("c" + i, "failed", "no answer");
        }
        harness.log.target("kyoto", "held", "not loaded");
        harness.log.rollout("failed", "1 of 14 succeeded, 13 failed");
        deliver();
        assertThat(sentences())
                .containsExactly(
                        "Rollout started: disk alerts · by ann",
                        "12 clusters failed: c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, …: no answer",
                        "kyoto is held: not loaded",
                        "Rollout failed: disk alerts · 1 of 14 succeeded, 13 failed");
    }

    @Test
    void everyEventHasItsSentence() throws Exception {
        slack(ALL, "");
        harness.log.rollout(FleetEvent.WAITING, "canary");
        harness.log.rollout("paused", "lunch");
        harness.log.rollout("resumed", "");
        harness.log.rollout("aborting", "enough");
        harness.log.rollout("succeeded", "2 of 2 succeeded");
        harness.log.rollout("aborted", "1 of 2 succeeded, 1 aborted");
        harness.log.drift("tokyo", FleetEvent.DRIFTED, "ConfigMap a was changed by hand; 1 in all.");
        harness.log.drift("tokyo", FleetEvent.IN_SYNC, "Nothing differs any more.");
        harness.log.drift("osaka", FleetEvent.FIGHT, "ConfigMap a is changed back.");
        deliver();
        assertThat(sentences())
                .containsExactly(
                        "A rollout waits for approval: Wave canary of “disk alerts” waits until somebody opens it.",
                        "Rollout paused: disk alerts · lunch",
                        "Rollout resumed: disk alerts",
                        "Rollout is being aborted: disk alerts · enough",
                        "Rollout succeeded: disk alerts · 2 of 2 succeeded",
                        "Rollout aborted: disk alerts · 1 of 2 succeeded, 1 aborted",
                        "tokyo drifted: ConfigMap a was changed by hand; 1 in all.",
                        "tokyo is in sync again: Nothing differs any more.",
                        "Healing of osaka stopped: ConfigMap a is changed back.");
    }

    @Test
    void aHealIsToldOnlyWhereItFails() throws Exception {
        slack(ALL, "");
        var heal = Optional.of(MemoryLog.origin(Rollout.Kind.HEAL));
        harness.log.add(heal, Optional.empty(), FleetEvent.STARTED, "Heal");
        harness.log.add(heal, Optional.of(new ResourceName("tokyo")), "failed", "forbidden");
        harness.log.add(heal, Optional.empty(), "failed", "0 of 1 succeeded, 1 failed");
        deliver();
        assertThat(sentences()).containsExactly("tokyo failed: forbidden");
    }

    @Test
    void onlyChosenEventsOfMatchingClustersAreTold() throws Exception {
        harness.cluster("tokyo", Map.of("env", "prod"));
        harness.cluster("osaka", Map.of("env", "test"));
        slack(EnumSet.of(Topic.CLUSTER_FAILED, Topic.ROLLOUT_ENDED), "env=prod");
        harness.log.target("tokyo", "failed", "a");
        harness.log.target("osaka", "failed", "b");
        harness.log.target("gone", "failed", "c");
        harness.log.drift("tokyo", FleetEvent.DRIFTED, "d");
        harness.log.clustersOfTheRollout("osaka");
        harness.log.rollout("failed", "e");
        deliver();
        assertThat(sentences()).containsExactly("tokyo failed: a");
        assertThat(harness.progress("people").behind()).isZero();

        harness.log.clustersOfTheRollout("osaka", "tokyo");
        harness.log.rollout("failed", "f");
        deliver();
        assertThat(sentences().getLast()).isEqualTo("Rollout failed: disk alerts · f");
    }

    @Test
    void plansThatNeedApprovalAreToldToThoseWhoWatchTheirClusters() throws Exception {
        harness.cluster("tokyo", Map.of("env", "prod"));
        harness.cluster("osaka", Map.of("env", "test"));
        slack(EnumSet.of(Topic.PLAN_APPROVAL, Topic.PUSH_QUEUE), "env=prod");
        var first = new PlanId(new UUID(0, 1));
        harness.log.plan(first, Set.of("tokyo"), FleetEvent.APPROVAL_WANTED, "0 of 1 approvals.");
        harness.log.plan(new PlanId(new UUID(0, 2)), Set.of("osaka"), FleetEvent.APPROVAL_WANTED, "of no interest");
        harness.log.plan(first, Set.of("tokyo"), FleetEvent.APPROVAL_MISSING, "refused");
        harness.log.plan(first, Set.of("tokyo"), FleetEvent.APPROVAL_GIVEN, "Approved by bob.");
        harness.log.drift("tokyo", FleetEvent.PUSH_QUEUED, "for all");
        harness.log.drift("tokyo", FleetEvent.PUSH_STOPPED, "a conflict");
        harness.log.drift("tokyo", FleetEvent.PUSH_UNQUEUED, "Dropped by ann.");
        deliver();
        assertThat(sentences())
                .containsExactly(
                        "A plan needs approval: 0 of 1 approvals.",
                        "Approval of a plan is missing: refused",
                        "A plan was approved: Approved by bob.",
                        "tokyo gives no answer, its push is queued: for all",
                        "The queued push of tokyo needs a person: a conflict",
                        "The push of tokyo is queued no longer: Dropped by ann.");
    }
}
