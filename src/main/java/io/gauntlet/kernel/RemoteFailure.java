package io.gauntlet.kernel;

import java.time.Duration;
import java.util.Optional;

/**
 * Implemented by exceptions that say: something outside of this program gave no usable answer, and the caller is not to blame.
 * The web module answers 502, 503 or 504 with the exception's message, which is for people and holds no secrets.
 */
public interface RemoteFailure {

    /** Which kind of failure it was. */
    enum Kind {
        /** It refused, could not be reached or answered nonsense: 502. */
        NO_ANSWER,
        /** It asked to be left alone for a while: 503. */
        BUSY,
        /** It did not answer in time: 504. */
        TIMED_OUT
    }

    Kind kind();

    /** How long to wait before trying again, if it said so. */
    default Optional<Duration> retryAfter() {
        return Optional.empty();
    }
}
