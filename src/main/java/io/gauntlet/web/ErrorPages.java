package io.gauntlet.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The page that tells a person what went wrong. */
@Component
class ErrorPages {

    private static final String VIEW = "web/error";

    /** Statuses with a text of their own; others share one per class. */
    private static final Set<Integer> WITH_TEXT = Set.of(400, 403, 404, 409, 412, 413, 422, 429, 500, 502, 503, 504);

    ModelAndView view(Failure failure, HttpServletResponse response) {
        failure.headers().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        var status = failure.type().status();
        var page = new ModelAndView(VIEW, HttpStatus.valueOf(status.value()));
        page.addObject("status", status.value());
        page.addObject("text", textOf(status.value()));
        page.addObject("detail", failure.reference() == null ? failure.detail() : "");
        page.addObject("problems", failure.errors());
        page.addObject("reference", failure.reference());
        return page;
    }

    private static int textOf(int status) {
        if (WITH_TEXT.contains(status)) {
            return status;
        }
        return status >= 500 ? 500 : 400;
    }
}
