package io.gauntlet.notification.web;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.notification.NotificationChannel;
import io.gauntlet.notification.NotificationChannels;
import io.gauntlet.notification.NotificationChannels.TestOutcome;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Channels on the settings pages: everybody sees how they go, an administrator changes them. */
@Controller
@RequestMapping("/settings/notifications")
class ChannelPageController {

    private static final String LIST = "notification/list";
    private static final String NEW = "notification/new";
    private static final String DETAIL = "notification/detail";
    private static final String BACK = "redirect:/settings/notifications";

    private final NotificationChannels channels;
    private final MessageSourceAccessor messages;

    ChannelPageController(NotificationChannels channels, MessageSource messages) {
        this.channels = channels;
        this.messages = new MessageSourceAccessor(messages);
    }

    /** What a test showed, for the page after it. */
    record Tested(String kind, String title, String text) {}

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    String list(@RequestParam @Nullable String after, Model model) {
        model.addAttribute("page", channels.page(after, Page.DEFAULT_LIMIT).map(ChannelView::of));
        model.addAttribute("topics", ChannelForm.topics());
        return LIST;
    }

    @GetMapping("/new")
    @PreAuthorize("hasRole('ADMIN')")
    String empty(Model model) {
        return form(NEW, ChannelForm.empty(), model);
    }

    @PostMapping
    @PreAuthorize("hasRole('ADMIN')")
    String add(@ModelAttribute ChannelForm form, Model model, HttpServletResponse response, RedirectAttributes flash) {
        try {
            var channel = channels.add(form.toAdd());
            flash.addFlashAttribute("flash", text("notification.added", channel.name()));
            return BACK + "/" + channel.name();
        } catch (DomainException refused) {
            return refused(refused, NEW, form, model, response);
        }
    }

    @GetMapping("/{name}")
    @PreAuthorize("hasRole('ADMIN')")
    String detail(@PathVariable String name, Model model) {
        var channel = channels.get(new ResourceName(name));
        return detail(channel, channel.version(), ChannelForm.of(channel), model);
    }

    @PostMapping("/{name}")
    @PreAuthorize("hasRole('ADMIN')")
    String edit(
            @PathVariable String name,
            @RequestParam int version,
            @ModelAttribute ChannelForm form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        var channel = channels.get(new ResourceName(name));
        try {
            channels.edit(form.toEdit(channel, version));
            flash.addFlashAttribute("flash", text("notification.saved", channel.name()));
            return BACK + "/" + channel.name();
        } catch (DomainException refused) {
            detail(channel, version, form, model);
            return refused(refused, DETAIL, form, model, response);
        }
    }

    @PostMapping("/{name}/test")
    @PreAuthorize("hasRole('ADMIN')")
    String test(@PathVariable String name, RedirectAttributes flash) {
        var channel = channels.get(new ResourceName(name));
        flash.addFlashAttribute("tested", tested(channel.name(), channels.test(channel.name())));
        return BACK + "/" + channel.name();
    }

    @PostMapping("/{name}/remove")
    @PreAuthorize("hasRole('ADMIN')")
    String remove(
            @PathVariable String name,
            @RequestParam int version,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        var channel = channels.get(new ResourceName(name));
        try {
            channels.remove(channel.name(), version);
            flash.addFlashAttribute("flash", text("notification.removed", channel.name()));
            return BACK;
        } catch (DomainException refused) {
            var form = ChannelForm.of(channel);
            detail(channel, channel.version(), form, model);
            return refused(refused, DETAIL, form, model, response);
        }
    }

    private Tested tested(ResourceName channel, TestOutcome outcome) {
        var took = outcome.took().toMillis();
        var title = outcome.status().isPresent()
                ? text(
                        "notification.tested.answer",
                        channel,
                        Integer.toString(outcome.status().getAsInt()),
                        took)
                : text("notification.tested.none", channel, took);
        return new Tested(outcome.delivered() ? "ok" : "crit", title, outcome.message());
    }

    private String detail(NotificationChannel channel, int version, ChannelForm form, Model model) {
        model.addAttribute("channel", ChannelView.of(channel));
        model.addAttribute("version", version);
        return form(DETAIL, form, model);
    }

    private String refused(
            DomainException refused, String view, ChannelForm form, Model model, HttpServletResponse response) {
        model.addAttribute("problems", FieldProblem.of(refused));
        response.setStatus(422);
        return form(view, form.withoutSecrets(), model);
    }

    private static String form(String view, ChannelForm form, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("topics", ChannelForm.topics());
        return view;
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments);
    }
}
