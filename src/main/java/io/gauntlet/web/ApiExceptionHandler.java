package io.gauntlet.web;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns failures of API calls into problem details with field, reason and fix. Texts of unexpected failures stay in the log. */
@RestControllerAdvice(annotations = RestController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ApiExceptionHandler extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ApiExceptionHandler.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> domain(DomainException failed, HttpServletRequest request) {
        return switch (failed) {
            case DomainException.Invalid invalid -> answer(ProblemType.INVALID, invalid.getMessage(), invalid.problems(), request);
            case DomainException.Conflict conflict ->
                answer(ProblemType.CONFLICT, conflict.getMessage(), conflict.problems(), request);
            case DomainException.NotFound missing -> answer(ProblemType.NOT_FOUND, missing.getMessage(), List.of(), request);
            case DomainException.Stale stale -> answer(ProblemType.STALE, stale.getMessage(), List.of(), request);
            case DomainException.VersionRequired required ->
                answer(ProblemType.VERSION_REQUIRED, required.getMessage(), List.of(), request);
        };
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> stale(OptimisticLockingFailureException lost, HttpServletRequest request) {
        return answer(ProblemType.STALE, "It was changed at the same time. Read it again and repeat the change.", List.of(), request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> taken(DataIntegrityViolationException violated, HttpServletRequest request) {
        LOG.info("A database constraint refused a change: {}", String.valueOf(violated.getMessage()).lines().findFirst().orElse(""));
        return answer(
                ProblemType.CONFLICT, "Another change took the same name or identity at the same time.", List.of(), request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> mismatch(MethodArgumentTypeMismatchException wrong, HttpServletRequest request) {
        var problem = new FieldProblem(wrong.getName(), "The value is not of the right kind.", "See /v3/api-docs for what is expected.");
        return answer(ProblemType.MALFORMED, problem.reason(), List.of(problem), request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> denied(AccessDeniedException denied, HttpServletRequest request) {
        return answer(ProblemType.FORBIDDEN, "Your role does not allow this.", List.of(), request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unexpected(RuntimeException bug, HttpServletRequest request) {
        if (bug instanceof io.gauntlet.kernel.OutsideFailure) {
            return answer(ProblemType.UNREACHABLE, String.valueOf(bug.getMessage()), List.of(), request);
        }
        var reference = UUID.nameUUIDFromBytes((System.nanoTime() + request.getRequestURI()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        LOG.error("Call {} {} failed, reference {}", request.getMethod(), request.getRequestURI(), reference, bug);
        return answer(ProblemType.INTERNAL, "It was logged under the reference " + reference + ".", List.of(), request);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException failed, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var problem = switch (failed.getCause()) {
            case UnrecognizedPropertyException unknown ->
                new FieldProblem(
                        JsonPlaces.path(unknown), "The key is not known.", "Known keys: " + JsonPlaces.known(unknown) + ".");
            case JacksonException broken ->
                new FieldProblem(JsonPlaces.path(broken), "The JSON cannot be read here: " + JsonPlaces.where(broken) + ".", "Correct it at this place.");
            case null, default -> new FieldProblem("body", "There is no JSON body that can be read.", "Send a JSON object.");
        };
        return ResponseEntity.status(ProblemType.MALFORMED.status())
                .headers(headers)
                .body(detail(ProblemType.MALFORMED, problem.reason(), List.of(problem)));
    }

    private static ResponseEntity<ProblemDetail> answer(
            ProblemType type, String detail, List<FieldProblem> problems, HttpServletRequest request) {
        var body = detail(type, detail, problems);
        body.setInstance(java.net.URI.create(request.getRequestURI()));
        return ResponseEntity.status(type.status()).body(body);
    }

    private static ProblemDetail detail(ProblemType type, String detail, List<FieldProblem> problems) {
        var body = ProblemDetail.forStatusAndDetail(type.status(), detail);
        body.setType(type.uri());
        body.setTitle(type.title());
        if (!problems.isEmpty()) {
            body.setProperty("errors", problems);
        }
        return body;
    }
}
