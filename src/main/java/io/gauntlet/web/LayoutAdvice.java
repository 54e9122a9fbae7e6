package io.gauntlet.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
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

    /** Null for who is not signed in. */
    @ModelAttribute("shell")
    @Nullable Shell shell(HttpServletRequest request) {
        return request.getUserPrincipal() == null
                ? null
                : new Shell(unpushed.stream().mapToInt(TopBarCount::count).sum(), 0);
    }

    /**
     * What the frame shows of the whole fleet.
     *
     * @param unpushed number of clusters with changes that were not pushed
     * @param down number of clusters that are down
     */
    public record Shell(int unpushed, int down) {}
}
