package io.gauntlet.web;

import io.gauntlet.kernel.Ids;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where the servlet container sends errors that happened outside of any handler. */
@Controller
class ErrorController implements org.springframework.boot.webmvc.error.ErrorController {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorController.class);

    private final ErrorPages pages;
    private final Ids ids;

    ErrorController(ErrorPages pages, Ids ids) {
        this.pages = pages;
        this.ids = ids;
    }

    @RequestMapping("/error")
    @PreAuthorize("permitAll()")
    Object error(HttpServletRequest request, HttpServletResponse response) {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        var type = ProblemType.of(status);
        var failure =
                status >= 500 && type == ProblemType.INTERNAL ? logged(request) : Failure.of(type, type.title() + ".");
        return ApiPaths.isApi(request)
                ? ApiExceptionHandler.toResponse(failure, request)
                : pages.view(failure, response);
    }

    private Failure logged(HttpServletRequest request) {
        var failure = Failure.internal(ids.next());
        LOG.error(
                "{} failed, reference {}",
                ApiPaths.path(request),
                failure.reference(),
                request.getAttribute(RequestDispatcher.ERROR_EXCEPTION));
        return failure;
    }
}
