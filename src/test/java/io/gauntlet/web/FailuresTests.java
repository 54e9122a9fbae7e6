package io.gauntlet.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.RemoteFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.mock.web.MockHttpServletRequest;

class FailuresTests {

    private final Failures failures = new Failures(() -> new UUID(1, 2));

    private Failure explain(Exception thrown) {
        return failures.explain(thrown, new MockHttpServletRequest("GET", "/api/v1/things"));
    }

    @Test
    void eachRefusalOfACallerHasItsStatus() {
        assertThat(explain(new DomainException.NotFound("thing", "x")).type()).isEqualTo(ProblemType.NOT_FOUND);
        assertThat(explain(new DomainException.Conflict("taken")).type()).isEqualTo(ProblemType.CONFLICT);
        assertThat(explain(new DomainException.Stale("thing", "x")).type()).isEqualTo(ProblemType.STALE);
        assertThat(explain(new DomainException.VersionRequired()).type()).isEqualTo(ProblemType.VERSION_REQUIRED);
        assertThat(explain(DomainException.Invalid.of("name", "It is bad.", "Make it good."))
                        .errors())
                .singleElement()
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("name"));
    }

    @Test
    void lostUpdateIsStale() {
        assertThat(explain(new OptimisticLockingFailureException("row was updated")).type())
                .isEqualTo(ProblemType.STALE);
    }

    @Test
    void takenIdentityIsAConflictThatNamesNoTable() {
        var failure = explain(new DataIntegrityViolationException(
                "insert into secret_table", new SQLException("duplicate key value (hunter2)", "23505")));

        assertThat(failure.type()).isEqualTo(ProblemType.CONFLICT);
        assertThat(failure.detail()).doesNotContain("secret_table", "hunter2");
    }

    @Test
    void bugTellsNothingButAReference() {
        var failure = explain(new IllegalStateException("password=hunter2"));

        assertThat(failure.type()).isEqualTo(ProblemType.INTERNAL);
        assertThat(failure.detail()).contains(String.valueOf(failure.reference())).doesNotContain("hunter2");
    }

    @Test
    void busyRemoteSystemSaysWhenToComeBack() {
        class Busy extends RuntimeException implements RemoteFailure {
            private static final long serialVersionUID = 1L;

            @Override
            public Kind kind() {
                return Kind.BUSY;
            }

            @Override
            public Optional<Duration> retryAfter() {
                return Optional.of(Duration.ofSeconds(7));
            }
        }
        var failure = explain(new Busy());

        assertThat(failure.type().status().value()).isEqualTo(503);
        assertThat(failure.headers().getFirst("Retry-After")).isEqualTo("7");
    }
}
