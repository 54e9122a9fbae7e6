package io.gauntlet.web;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.OutsideFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Shows failures of pages as a page. Forms catch what belongs to their fields themselves, so that no input is lost. */
@ControllerAdvice(annotations = Controller.class)
@Order(100)
class PageExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(PageExceptionHandler.class);

    @ExceptionHandler
    ModelAndView domain(DomainException failed) {
        return switch (failed) {
            case DomainException.NotFound missing -> page(HttpStatus.NOT_FOUND, missing.getMessage());
            case DomainException.Conflict conflict -> page(HttpStatus.CONFLICT, conflict.getMessage());
            case DomainException.Stale stale -> page(HttpStatus.CONFLICT, stale.getMessage());
            case DomainException.Invalid invalid -> page(HttpStatus.BAD_REQUEST, invalid.getMessage());
            case DomainException.VersionRequired required -> page(HttpStatus.BAD_REQUEST, required.getMessage());
        };
    }

    @ExceptionHandler
    ModelAndView stale(OptimisticLockingFailureException lost) {
        return page(HttpStatus.CONFLICT, "It was changed at the same time. Open it again and repeat the change.");
    }

    @ExceptionHandler
    ModelAndView denied(AccessDeniedException denied) {
        return page(HttpStatus.FORBIDDEN, "Your role does not allow this.");
    }

    @ExceptionHandler
    ModelAndView outside(OutsideFailure failed) {
        return page(HttpStatus.BAD_GATEWAY, String.valueOf(failed.getMessage()));
    }

    @ExceptionHandler
    ModelAndView unexpected(IllegalStateException bug, HttpServletRequest request) {
        var reference = UUID.nameUUIDFromBytes((System.nanoTime() + request.getRequestURI()).getBytes(StandardCharsets.UTF_8));
        LOG.error("Page {} failed, reference {}", request.getRequestURI(), reference, bug);
        return page(HttpStatus.INTERNAL_SERVER_ERROR, "It was logged under the reference " + reference + ".");
    }

    private static ModelAndView page(HttpStatus status, @org.jspecify.annotations.Nullable String detail) {
        var page = new ModelAndView("error", status);
        page.addObject("status", status.value());
        page.addObject("detail", detail == null ? "" : detail);
        return page;
    }
}
