package io.gauntlet.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Answers exceptions of page handlers, and of requests that no handler was found for, with an error page. */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class PageExceptionHandler {

    private final Failures failures;
    private final ErrorPages pages;

    PageExceptionHandler(Failures failures, ErrorPages pages) {
        this.failures = failures;
        this.pages = pages;
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
    Object handle(Exception thrown, HttpServletRequest request, HttpServletResponse response) {
        var failure = failures.explain(thrown, request);
        if (response.isCommitted()) {
            return null;
        }
        return ApiPaths.isApi(request)
                ? ApiExceptionHandler.toResponse(failure, request)
                : pages.view(failure, response);
    }
}
