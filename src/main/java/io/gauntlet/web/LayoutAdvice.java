package io.gauntlet.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the frame of every page needs. */
@ControllerAdvice(annotations = Controller.class)
class LayoutAdvice {

    private final ObjectProvider<TopBarCount> unpushed;

    LayoutAdvice(ObjectProvider<TopBarCount> unpushed) {
        this.unpushed = unpushed;
    }

    /** Number of clusters with changes that were not pushed; -1 for who is not signed in. */
    @ModelAttribute("unpushed")
    int unpushed(HttpServletRequest request) {
        return request.getUserPrincipal() == null
                ? -1
                : unpushed.stream().mapToInt(TopBarCount::count).sum();
    }

    @ModelAttribute("roleName")
    String roleName(HttpServletRequest request) {
        return List.of("ADMIN", "OPERATOR", "EDITOR", "VIEWER").stream()
                .filter(request::isUserInRole)
                .findFirst()
                .orElse("");
    }
}
