package io.gauntlet.delivery.web;

import io.gauntlet.change.Changes;
import io.gauntlet.delivery.DeliveryBoard;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Page;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages of single changes: all of them, and one with its diff and the way back. */
@Controller
class DocumentChangePageController {

    private final Changes changes;
    private final DeliveryBoard board;
    private final MessageSourceAccessor messages;

    DocumentChangePageController(Changes changes, DeliveryBoard board, MessageSource messages) {
        this.changes = changes;
        this.board = board;
        this.messages = new MessageSourceAccessor(messages);
    }

    @GetMapping("/changes/log")
    @PreAuthorize("hasRole('VIEWER')")
    String log(@RequestParam @Nullable String after, Model model) {
        model.addAttribute("page", board.log(after, Page.DEFAULT_LIMIT).map(DocumentChangeView::of));
        return "delivery/change-log";
    }

    @GetMapping("/changes/{number}")
    @PreAuthorize("hasRole('VIEWER')")
    ModelAndView change(@PathVariable long number) {
        return page(number, "", HttpStatus.OK, List.of());
    }

    @PostMapping("/changes/{number}/revert")
    @PreAuthorize("hasRole('EDITOR')")
    ModelAndView revert(@PathVariable long number, @RequestParam @Nullable String reason, RedirectAttributes redirect) {
        var why = Objects.requireNonNullElse(reason, "");
        try {
            var made = changes.revert(number, why);
            redirect.addFlashAttribute("flash", messages.getMessage("delivery.change.reverted"));
            return new ModelAndView("redirect:/changes/" + made.number());
        } catch (DomainException.Invalid refused) {
            return page(number, why, HttpStatus.UNPROCESSABLE_CONTENT, refused.problems());
        } catch (DomainException.Conflict | DomainException.Stale refused) {
            return page(number, why, HttpStatus.CONFLICT, FieldProblem.of(refused));
        }
    }

    private ModelAndView page(long number, String reason, HttpStatus status, List<FieldProblem> problems) {
        var detail = changes.get(number);
        return new ModelAndView("delivery/change", status)
                .addObject("change", DocumentChangeView.of(board.pending(number)))
                .addObject("lines", DiffView.lines(detail.diff()))
                .addObject("reason", reason)
                .addObject("problems", problems);
    }
}
