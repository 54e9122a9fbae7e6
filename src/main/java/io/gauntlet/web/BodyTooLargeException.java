package io.gauntlet.web;

import java.io.IOException;

/** The body of a request goes on after the most that is read. */
final class BodyTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    BodyTooLargeException() {
        super("request body too large");
    }

    static Failure failure() {
        return Failure.of(ProblemType.TOO_LARGE, "A request may have a body of at most 4 MiB.");
    }
}
