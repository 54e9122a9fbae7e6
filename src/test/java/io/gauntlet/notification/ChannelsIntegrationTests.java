package io.gauntlet.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import io.gauntlet.notification.NotificationChannel.Kind;
import io.gauntlet.notification.NotificationChannels.EditChannel;
import io.gauntlet.notification.TestReceiver.Reply;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels are kept with their secrets sealed, reach only what may be reached, and say what their receiver answers. */
class ChannelsIntegrationTests {

    private static final ResourceName HOOK = new ResourceName("hook");
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

    private static List<String> fields(Throwable refused) {
        return ((DomainException.Invalid) refused)
                .problems().stream().map(FieldProblem::field).toList();
    }

    @Test
    void neitherTheUrlNorTheSigningSecretIsReadBackOrStoredInTheClear() {
        var path = "/services/T00000000/B00000000/canary-in-the-path?token=canary-in-the-query";
        var channel = harness.webhook("hook", receiver.url(path));
        assertThat(channel.toString())
                .doesNotContain("canary")
                .doesNotContain("services")
                .doesNotContain(NotificationHarness.SIGNING.reveal());
        assertThat(channel.origin()).isEqualTo(receiver.url(""));
        assertThat(channel.urlHint()).isEqualTo("uery");
        assertThat(channel.signingHint()).contains("test");
        var row = harness.jdbc
                .sql("select row_to_json(c)::text from notification_channel c")
                .query(String.class)
                .single();
        assertThat(row).doesNotContain("canary").doesNotContain("a signing secret");
        assertThat(harness.audited.toString())
                .contains("notification-channel.added")
                .doesNotContain("canary");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceAndNothingIsSaved() {
        assertThatThrownBy(
                        () -> harness.add("Not A Name", Kind.SLACK, "ftp://x", Secret.of("short"), Set.of(), "env=="))
                .satisfies(refused -> assertThat(fields(refused)).containsExactly("name"));
        assertThatThrownBy(() -> harness.add("hook", Kind.SLACK, "ftp://x", Secret.of("short"), Set.of(), "env in x"))
                .satisfies(refused -> assertThat(fields(refused))
                        .containsExactly("url", "signingSecret", "signingSecret", "events", "selector"));
        assertThat(harness.channels.page(null, 10).items()).isEmpty();
        assertThat(harness.audited).isEmpty();
    }

    @Test
    void aNameIsTakenOnce() {
        harness.webhook("hook", receiver.url("/1"));
        assertThatThrownBy(() -> harness.webhook("hook", receiver.url("/2")))
                .isInstanceOf(DomainException.Conflict.class)
                .hasMessage("There is a channel 'hook' already.");
    }

    @Test
    void whoeverEditsAnOldVersionIsToldSo() {
        var channel = harness.webhook("hook", receiver.url("/1"));
        var command = new EditChannel(HOOK, channel.version(), null, null, Set.of(Topic.DRIFT), "env=prod", null);
        var edited = harness.channels.edit(command);
        assertThat(edited.topics()).containsExactly(Topic.DRIFT);
        assertThat(edited.selector()).hasToString("env=prod");
        assertThat(edited.signingHint()).isPresent();
        assertThatThrownBy(() -> harness.channels.edit(command)).isInstanceOf(DomainException.Stale.class);
        assertThatThrownBy(() -> harness.channels.remove(HOOK, channel.version()))
                .isInstanceOf(DomainException.Stale.class);
        harness.channels.remove(HOOK, edited.version());
        assertThatThrownBy(() -> harness.channels.get(HOOK)).isInstanceOf(DomainException.NotFound.class);
        assertThat(harness.jdbc
                        .sql("select count(*) from notification_cursor")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void anEmptySigningSecretTakesItAway() {
        var channel = harness.webhook("hook", receiver.url("/1"));
        harness.channels.edit(new EditChannel(HOOK, channel.version(), null, Secret.of(""), null, null, null));
        assertThat(harness.channels.test(HOOK).delivered()).isTrue();
        assertThat(receiver.arrivals().getFirst().headers()).doesNotContainKey("x-gauntlet-signature");
    }

    @Test
    void aTestSaysWhatTheReceiverAnsweredAndIsAudited() {
        harness.webhook("hook", receiver.url("/hook"));
        receiver.next(Reply.of(404).saying("no_service"));
        var outcome = harness.channels.test(HOOK);
        assertThat(outcome.delivered()).isFalse();
        assertThat(outcome.status()).hasValue(404);
        assertThat(outcome.message()).isEqualTo("The receiver answers 404: no_service");
        assertThat(harness.channels.test(HOOK).status()).hasValue(200);
        assertThat(receiver.arrivals().getLast().json().at("/event").asString()).isEqualTo("test");
        assertThat(receiver.arrivals().getLast().header("Idempotency-Key")).startsWith("test-");
        assertThat(harness.audited.toString())
                .contains("notification-channel.tested")
                .contains("answer=404");
    }

    @Test
    void nobodyThereIsAnOutcomeToo() {
        harness.webhook("hook", receiver.url("/hook"));
        receiver.close();
        var outcome = harness.channels.test(HOOK);
        assertThat(outcome.delivered()).isFalse();
        assertThat(outcome.status()).isEmpty();
        assertThat(outcome.message()).isEqualTo("The receiver refuses the connection.");
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (var other = new TestReceiver()) {
            harness.webhook("hook", receiver.url("/hook"));
            receiver.always(Reply.of(302).with("Location", other.url("/elsewhere")));
            assertThat(harness.channels.test(HOOK).message())
                    .isEqualTo("The receiver answers 302, a redirect, which is not followed. Enter its final address.");
            assertThat(other.arrivals()).isEmpty();
        }
    }

    @Test
    void anAnswerWithoutEndIsReadNoFurtherThanNeeded() {
        harness.webhook("hook", receiver.url("/hook"));
        receiver.always(Reply.of(500).saying("x".repeat(50_000_000)));
        assertThat(harness.channels.test(HOOK).message()).hasSizeLessThan(300).endsWith("…");
    }

    @Test
    void aReceiverThatRepeatsItsSecretAddressDoesNotGiveItAway() {
        harness.add("hook", Kind.SLACK, receiver.url("/services/canary-4711?t=canary-4712"), null, ALL, "");
        receiver.always(
                Reply.of(403).saying("no: /services/canary-4711?t=canary-4712 and canary-4711 and canary-4712"));
        assertThat(harness.channels.test(HOOK).message())
                .startsWith("The receiver answers 403")
                .doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://169.254.169.254/latest/meta-data",
                "https://[fd00:ec2::254]/",
                "https://168.63.129.16/",
                "https://100.100.100.200/",
                "https://[::ffff:169.254.169.254]/",
                "https://[64:ff9b::a9fe:a9fe]/",
                "https://0.0.0.0/",
                "https://2852039166/",
                "http://169.254.169.254/"
            })
    void metadataServicesAreNoReceivers(String url) {
        assertThatThrownBy(() -> harness.webhook("hook", url))
                .isInstanceOf(DomainException.Invalid.class)
                .satisfies(refused -> assertThat(fields(refused)).contains("url"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://localhost/",
                "http://10.0.0.1/",
                "http://8.8.8.8/",
                "https://[::1]/"
            })
    void thisMachineAndPlainHttpNeedASetting(String url) {
        try (var strict = new NotificationHarness(NotificationHarness.properties(false))) {
            assertThatThrownBy(() -> strict.webhook("hook", url))
                    .isInstanceOf(DomainException.Invalid.class)
                    .hasMessageContaining("gauntlet.notification.allow-local");
        }
    }

    @Test
    void plainHttpToAPublicAddressIsRefusedEvenThen() {
        assertThatThrownBy(() -> harness.webhook("hook", "http://8.8.8.8/"))
                .hasMessageContaining("Plain http would send messages in the clear");
        assertThat(harness.webhook("inside", "https://10.0.0.1/hook").origin()).isEqualTo("https://10.0.0.1");
    }

    @Test
    void thereIsAnEndToChannels() {
        for (var i = 0; i < 100; i++) {
            harness.webhook("hook-" + i, receiver.url("/" + i));
        }
        assertThatThrownBy(() -> harness.webhook("one-more", receiver.url("/")))
                .isInstanceOf(DomainException.Conflict.class);
        var first = harness.channels.page(null, 60);
        assertThat(first.items()).hasSize(60);
        assertThat(harness.channels.page(first.next(), 60).items()).hasSize(40);
    }
}
