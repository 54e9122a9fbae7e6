package io.gauntlet.web;

import java.net.URI;
import org.springframework.http.HttpStatus;

/** The kinds of problem that the API answers with (RFC 9457). */
enum ProblemType {
    INVALID("invalid", HttpStatus.UNPROCESSABLE_CONTENT, "The input breaks a rule"),
    MALFORMED("malformed", HttpStatus.BAD_REQUEST, "The request cannot be read"),
    UNAUTHENTICATED("unauthenticated", HttpStatus.UNAUTHORIZED, "Who are you?"),
    FORBIDDEN("forbidden", HttpStatus.FORBIDDEN, "Not allowed"),
    NOT_FOUND("not-found", HttpStatus.NOT_FOUND, "There is no such thing"),
    CONFLICT("conflict", HttpStatus.CONFLICT, "The state of things forbids this"),
    STALE("stale", HttpStatus.PRECONDITION_FAILED, "Somebody changed it meanwhile"),
    VERSION_REQUIRED("version-required", HttpStatus.PRECONDITION_REQUIRED, "The version is missing"),
    TOO_LARGE("too-large", HttpStatus.CONTENT_TOO_LARGE, "The request is too large"),
    UNREACHABLE("cluster-unreachable", HttpStatus.BAD_GATEWAY, "A cluster does not answer"),
    INTERNAL("internal", HttpStatus.INTERNAL_SERVER_ERROR, "Something is broken here");

    private final String slug;
    private final HttpStatus status;
    private final String title;

    ProblemType(String slug, HttpStatus status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    URI uri() {
        return URI.create("urn:gauntlet:problem:" + slug);
    }

    HttpStatus status() {
        return status;
    }

    String title() {
        return title;
    }
}
