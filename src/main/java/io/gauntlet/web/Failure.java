package io.gauntlet.web;

import io.gauntlet.kernel.FieldProblem;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What a caller is told about an exception.
 *
 * @param reference set where the cause is in the log only
 */
record Failure(
        ProblemType type,
        String detail,
        List<FieldProblem> errors,
        HttpHeaders headers,
        @Nullable String reference) {

    static Failure of(ProblemType type, String detail) {
        return of(type, detail, List.of());
    }

    static Failure of(ProblemType type, String detail, List<FieldProblem> errors) {
        return new Failure(type, detail, errors, new HttpHeaders(), null);
    }

    static Failure field(ProblemType type, String field, String reason, String fix) {
        return of(type, reason, List.of(new FieldProblem(field, reason, fix)));
    }

    /** A bug or a fault of our own: the caller gets a text to ask for, nothing more. */
    static Failure internal(UUID id) {
        var reference =
                Long.toHexString(id.getLeastSignificantBits() ^ Long.rotateLeft(id.getMostSignificantBits(), 20));
        return new Failure(
                ProblemType.INTERNAL,
                "The cause is in the log of the server under the reference " + reference + ".",
                List.of(),
                new HttpHeaders(),
                reference);
    }

    Failure retryAfter(Duration wait) {
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds())));
        return this;
    }

    Problem toProblem(String instance) {
        return new Problem(type.uri(), type.title(), type.status().value(), detail, instance, errors, reference);
    }
}
