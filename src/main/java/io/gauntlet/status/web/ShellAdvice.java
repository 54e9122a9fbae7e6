package io.gauntlet.status.web;

import io.gauntlet.delivery.DeliveryBoard;
import io.gauntlet.status.StatusBoard;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives every page of a person who is signed in the counts beside the navigation. */
@ControllerAdvice(annotations = Controller.class)
class ShellAdvice {

    private final StatusBoard board;
    private final DeliveryBoard deliveries;

    ShellAdvice(StatusBoard board, DeliveryBoard deliveries) {
        this.board = board;
        this.deliveries = deliveries;
    }

    @ModelAttribute("shell")
    @Nullable
    Shell shell(HttpServletRequest request) {
        return request.getUserPrincipal() == null ? null : new Shell(board, deliveries);
    }
}
