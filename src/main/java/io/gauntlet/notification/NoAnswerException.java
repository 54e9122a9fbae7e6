package io.gauntlet.notification;

import java.time.Duration;

/** A receiver gave no answer. The message says why in a sentence, and holds no secret. */
final class NoAnswerException extends Exception {

    private static final long serialVersionUID = 1L;
    private final transient Duration took;

    NoAnswerException(String message, Duration took) {
        super(message, null, false, false);
        this.took = took;
    }

    Duration took() {
        return took;
    }

    String text() {
        var message = getMessage();
        return message == null ? "" : message;
    }
}
