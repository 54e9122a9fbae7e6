package io.gauntlet.kernel;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/** Makes primary keys. Every id of one instance is greater than the one before it, so keyset paging by id is by age. */
@FunctionalInterface
public interface Ids {

    UUID next();

    /** UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits, made monotonic within one instance. */
    static Ids timeOrdered(Clock clock) {
        return new TimeOrderedIds(clock, new SecureRandom());
    }

    /** The time-ordered generator; synchronized, because ids of one millisecond have to be counted up. */
    final class TimeOrderedIds implements Ids {

        private final Clock clock;
        private final SecureRandom random;
        private long lastMillis;
        private int sequence;

        private TimeOrderedIds(Clock clock, SecureRandom random) {
            this.clock = clock;
            this.random = random;
        }

        @Override
        public synchronized UUID next() {
            var now = clock.millis();
            if (now > lastMillis) {
                lastMillis = now;
                sequence = random.nextInt(1 << 10);
            } else if (++sequence >= 1 << 12) {
                lastMillis++;
                sequence = 0;
            }
            var high = (lastMillis << 16) | 0x7000L | sequence;
            var low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
            return new UUID(high, low);
        }
    }
}
