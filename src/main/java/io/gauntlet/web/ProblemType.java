package io.gauntlet.web;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The kinds of problem that the API answers with; their slugs are part of the contract. */
enum ProblemType {
    MALFORMED(HttpStatus.BAD_REQUEST, "The request cannot be read"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "Sign in or send a valid token"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "You may not do this"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "Not found"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "Method not allowed"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No acceptable form of the answer"),
    CONFLICT(HttpStatus.CONFLICT, "The state of the thing forbids this"),
    STALE(HttpStatus.PRECONDITION_FAILED, "Changed since it was read"),
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Unsupported media type"),
    INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "Nothing was saved: the input breaks a rule"),
    VERSION_REQUIRED(HttpStatus.PRECONDITION_REQUIRED, "The version is missing"),
    THROTTLED(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong here"),
    NO_ANSWER(HttpStatus.BAD_GATEWAY, "A remote system gave no usable answer"),
    BUSY(HttpStatus.SERVICE_UNAVAILABLE, "A remote system is busy"),
    TIMED_OUT(HttpStatus.GATEWAY_TIMEOUT, "A remote system did not answer in time");

    private final HttpStatus status;
    private final String title;

    ProblemType(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    HttpStatus status() {
        return status;
    }

    String title() {
        return title;
    }

    String uri() {
        return "urn:gauntlet:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind for a status that a framework chose. */
    static ProblemType of(int status) {
        for (var type : values()) {
            if (type.status.value() == status) {
                return type;
            }
        }
        return status >= 500 ? INTERNAL : MALFORMED;
    }
}
