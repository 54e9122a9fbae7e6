package io.gauntlet.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.kernel.Secret;
import io.gauntlet.support.SettableClock;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** A name that is checked is the one that is connected to. */
class ReceiverAddressesTests {

    private static final Sender.Message MESSAGE = new Sender.Message(new byte[] {'{', '}'}, Map.of());

    private static Sender sender(ReceiverAddresses.Resolver resolver) throws Exception {
        var properties = NotificationHarness.properties(true);
        return new Sender(
                new ReceiverAddresses(properties, resolver),
                SSLContext.getDefault(),
                properties.timeout(),
                SettableClock.atNoon());
    }

    @Test
    void aNameThatTurnsIntoTheMetadataServiceAfterItWasSavedIsNotSentTo() throws Exception {
        var asked = new AtomicInteger();
        try (var sender = sender(host ->
                new InetAddress[] {InetAddress.getByName(asked.getAndIncrement() == 0 ? "10.0.0.1" : "169.254.169.254")
                })) {
            var target = Target.parse(Secret.of("https://rebinding.example.test/"));
            assertThat(sender.refusal(target)).isEmpty();
            assertThatThrownBy(() -> sender.post(target, MESSAGE))
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageContaining("must not be connected to");
        }
    }

    @Test
    void aPostResolvesItsHostOnceAndConnectsToWhatItGotUnderTheNameOfTheHost() throws Exception {
        var asked = new AtomicInteger();
        try (var receiver = new TestReceiver();
                var sender = sender(host -> {
                    asked.incrementAndGet();
                    return InetAddress.getAllByName("127.0.0.1");
                })) {
            var url = receiver.url("/hook").replace("127.0.0.1", "hooks.example.test");
            var answer = sender.post(Target.parse(Secret.of(url)), MESSAGE);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(asked).hasValue(1);
            assertThat(receiver.arrivals().getFirst().header("Host")).startsWith("hooks.example.test:");
        }
    }

    @Test
    void oneForbiddenAddressAmongGoodOnesIsEnough() throws Exception {
        try (var sender = sender(host ->
                new InetAddress[] {InetAddress.getByName("10.0.0.1"), InetAddress.getByName("169.254.169.254")})) {
            assertThat(sender.refusal(Target.parse(Secret.of("https://mixed.example.test/"))))
                    .isPresent();
        }
    }
}
