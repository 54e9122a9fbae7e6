package io.gauntlet.notification;

import java.time.Duration;
import java.util.Optional;

/**
 * What a receiver answered.
 *
 * @param retryAfter how long it wants to be left alone
 * @param excerpt    the beginning of the body in one line, without what is secret; text of a stranger
 */
record Answer(int status, Optional<Duration> retryAfter, String excerpt, Duration took) {

    boolean taken() {
        return status / 100 == 2;
    }

    /** Whether the receiver does not want this message, rather than any. */
    boolean refusesMessage() {
        return status == 400 || status == 413 || status == 415 || status == 422;
    }

    /** What is wrong; empty when the message was taken. */
    String problem() {
        if (taken()) {
            return "";
        }
        if (status / 100 == 3) {
            return "The receiver answers " + status + ", a redirect, which is not followed. Enter its final address.";
        }
        return "The receiver answers " + status + (excerpt.isEmpty() ? "." : ": " + excerpt);
    }
}
