package io.gauntlet.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Answers exceptions of API handlers with problem details. */
@RestControllerAdvice(annotations = RestController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ApiExceptionHandler {

    private final Failures failures;

    ApiExceptionHandler(Failures failures) {
        this.failures = failures;
    }

    /** Who may do what is answered by the security chain. */
    @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
    void leaveToTheSecurityChain(RuntimeException thrown) {
        throw thrown;
    }

    /** Nobody is listening any more. */
    @ExceptionHandler(AsyncRequestNotUsableException.class)
    void ignore() {}

    @ExceptionHandler(Exception.class)
    @Nullable
    ResponseEntity<Problem> handle(Exception thrown, HttpServletRequest request, HttpServletResponse response) {
        var failure = failures.explain(thrown, request);
        return response.isCommitted() ? null : toResponse(failure, request);
    }

    static ResponseEntity<Problem> toResponse(Failure failure, HttpServletRequest request) {
        return ResponseEntity.status(failure.type().status())
                .headers(failure.headers())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(failure.toProblem(ApiPaths.path(request)));
    }
}
