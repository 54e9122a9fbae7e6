package io.gauntlet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.support.SettableClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** An API server that cannot be reached is left alone for a while, and one call at a time tries whether it is back. */
class CircuitBreakerTests {

    private final SettableClock clock = SettableClock.atNoon();
    private final AtomicLong nanos = new AtomicLong(1);
    private final CircuitBreaker breaker = new CircuitBreaker(clock, nanos::get);
    private final AtomicInteger sent = new AtomicInteger();

    private ClusterCallException fails(Failure failure) {
        return catchThrowableOfType(
                ClusterCallException.class,
                () -> breaker.call(true, () -> {
                    sent.incrementAndGet();
                    throw new ClusterCallException(failure, "The connection to the API server is refused.");
                }));
    }

    private String answers() {
        return breaker.call(true, () -> {
            sent.incrementAndGet();
            return "answer";
        });
    }

    private void failures(int number, Failure failure) {
        for (var i = 0; i < number; i++) {
            fails(failure);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        clock.advance(time);
    }

    @Test
    void afterFiveFailuresInARowNothingIsSentForAWhile() {
        failures(5, Failure.UNREACHABLE);
        var refused = fails(Failure.UNREACHABLE);
        assertThat(sent).hasValue(5);
        assertThat(refused.failure()).isEqualTo(Failure.UNREACHABLE);
        assertThat(refused)
                .hasMessage(
                        "Not asked again until 12:00:02 UTC, 5 tries failed: The connection to the API server is refused.");
        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(2));
        assertThatThrownBy(breaker::require).hasMessageStartingWith("Not asked again until");
    }

    @Test
    void oneAnswerOpensTheWayForAll() {
        failures(5, Failure.TIMEOUT);
        pass(Duration.ofSeconds(2));
        assertThat(answers()).isEqualTo("answer");
        assertThat(answers()).isEqualTo("answer");
        failures(4, Failure.TIMEOUT);
        assertThat(answers()).isEqualTo("answer");
    }

    @Test
    void whileOneCallTriesTheOthersFail() {
        failures(5, Failure.UNREACHABLE);
        pass(Duration.ofSeconds(2));
        var inside = breaker.call(true, () -> {
            assertThatThrownBy(this::answers).isInstanceOf(ClusterCallException.class);
            return "tried";
        });
        assertThat(inside).isEqualTo("tried");
        assertThat(sent).hasValue(5);
    }

    @Test
    void eachTryThatFailsDoublesTheWaitUpToHalfAMinute() {
        failures(5, Failure.UNREACHABLE);
        for (var seconds : new int[] {2, 4, 8, 16, 30, 30}) {
            assertThat(fails(Failure.UNREACHABLE).retryAfter()).contains(Duration.ofSeconds(seconds));
            pass(Duration.ofSeconds(seconds));
            fails(Failure.UNREACHABLE);
        }
        assertThat(sent).hasValue(11);
    }

    @Test
    void refusalsAndOverloadAreAnswers() {
        failures(4, Failure.UNREACHABLE);
        fails(Failure.UNAUTHORIZED);
        failures(4, Failure.UNREACHABLE);
        fails(Failure.THROTTLED);
        failures(20, Failure.FORBIDDEN);
        assertThat(answers()).isEqualTo("answer");
    }

    @Test
    void aCallThatHangsBehindAServerThatAnswersOthersDoesNotCount() {
        for (var i = 0; i < 20; i++) {
            var _ = catchThrowableOfType(
                    ClusterCallException.class,
                    () -> breaker.call(true, () -> {
                        pass(Duration.ofSeconds(1));
                        answers();
                        pass(Duration.ofSeconds(14));
                        throw new ClusterCallException(Failure.TIMEOUT, "There was no answer within 15 s.");
                    }));
            var _ = catchThrowableOfType(
                    ClusterCallException.class,
                    () -> breaker.call(false, () -> {
                        throw new ClusterCallException(Failure.TIMEOUT, "The pod hangs.");
                    }));
        }
        assertThat(answers()).isEqualTo("answer");
    }
}
