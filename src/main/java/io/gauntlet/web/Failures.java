package io.gauntlet.web;

import io.gauntlet.kernel.Causes;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.RemoteFailure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolationException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;

/** Turns exceptions into what a caller is told. Never tells more than the exception's author meant for people. */
@Component
class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final String UNIQUE_VIOLATION = "23505";

    private final Ids ids;

    Failures(Ids ids) {
        this.ids = ids;
    }

    /** What to tell about {@code thrown}; logs it where it is our fault. */
    Failure explain(Throwable thrown, HttpServletRequest request) {
        var failure = known(thrown).orElseGet(() -> Failure.internal(ids.next()));
        if (failure.type() == ProblemType.INTERNAL) {
            LOG.error(
                    "{} {} failed, reference {}",
                    request.getMethod(),
                    request.getRequestURI(),
                    failure.reference(),
                    thrown);
        }
        return failure;
    }

    private Optional<Failure> known(Throwable thrown) {
        if (Causes.find(thrown, BodyTooLargeException.class).isPresent()) {
            return Optional.of(BodyTooLargeException.failure());
        }
        return Optional.ofNullable(
                switch (thrown) {
                    case DomainException domain -> domain(domain);
                    case HttpMessageNotReadableException unreadable -> UnreadableBody.explain(unreadable);
                    case BindException binding -> InvalidInput.explain(binding);
                    case HandlerMethodValidationException validation -> InvalidInput.explain(validation);
                    case ConstraintViolationException violation -> InvalidInput.explain(violation);
                    case MethodArgumentTypeMismatchException mismatch ->
                        Causes.find(mismatch, DomainException.class)
                                .map(Failures::domain)
                                .orElseGet(() -> InvalidInput.explain(mismatch));
                    case ServletRequestBindingException missing -> InvalidInput.explain(missing);
                    case OptimisticLockingFailureException stale ->
                        Failure.of(
                                ProblemType.STALE,
                                "Somebody else changed this at the same time. Read it again and repeat the change.");
                    case DataIntegrityViolationException violation -> integrity(violation);
                    case MultipartException broken ->
                        Failure.of(
                                broken instanceof ErrorResponse ? ProblemType.TOO_LARGE : ProblemType.MALFORMED,
                                "The upload is broken or too large.");
                    default -> remoteOrFramework(thrown);
                });
    }

    private static Failure domain(DomainException thrown) {
        return switch (thrown) {
            case DomainException.NotFound notFound -> Failure.of(ProblemType.NOT_FOUND, message(notFound));
            case DomainException.Conflict conflict ->
                Failure.of(ProblemType.CONFLICT, message(conflict), conflict.problems());
            case DomainException.Stale stale -> Failure.of(ProblemType.STALE, message(stale));
            case DomainException.VersionRequired required ->
                Failure.of(ProblemType.VERSION_REQUIRED, message(required));
            case DomainException.Invalid invalid ->
                Failure.of(ProblemType.INVALID, message(invalid), invalid.problems());
        };
    }

    private static @Nullable Failure remoteOrFramework(Throwable thrown) {
        if (thrown instanceof RemoteFailure remote) {
            var type = switch (remote.kind()) {
                case NO_ANSWER -> ProblemType.NO_ANSWER;
                case BUSY -> ProblemType.BUSY;
                case TIMED_OUT -> ProblemType.TIMED_OUT;
            };
            var failure = Failure.of(type, message(thrown));
            return remote.retryAfter().map(failure::retryAfter).orElse(failure);
        }
        if (thrown instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
            var type = ProblemType.of(response.getStatusCode().value());
            var failure = Failure.of(type, type.title() + ".");
            failure.headers().putAll(response.getHeaders());
            return failure;
        }
        return null;
    }

    private static @Nullable Failure integrity(DataIntegrityViolationException violation) {
        var unique =
                Causes.find(violation, SQLException.class).filter(sql -> UNIQUE_VIOLATION.equals(sql.getSQLState()));
        return unique.isEmpty()
                ? null
                : Failure.of(ProblemType.CONFLICT, "Something with this name or identity exists already.");
    }

    private static String message(Throwable thrown) {
        var message = thrown.getMessage();
        return message == null ? "" : message;
    }

    /** What a caller is told who repeats a request too soon. */
    static Failure inFlight() {
        return Failure.of(ProblemType.CONFLICT, "A request with this Idempotency-Key is still being carried out.")
                .retryAfter(Duration.ofSeconds(1));
    }
}
