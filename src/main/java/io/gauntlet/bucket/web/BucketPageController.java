package io.gauntlet.bucket.web;

import io.gauntlet.bucket.Buckets;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
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

@Controller
@RequestMapping("/buckets")
class BucketPageController {

    private static final String FORM = "bucket/new";
    private static final String DETAIL = "bucket/detail";

    private final Buckets buckets;
    private final BucketViews views;
    private final Clusters clusters;
    private final MessageSourceAccessor messages;

    BucketPageController(Buckets buckets, BucketViews views, Clusters clusters, MessageSource messages) {
        this.buckets = buckets;
        this.views = views;
        this.clusters = clusters;
        this.messages = new MessageSourceAccessor(messages);
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    String list(@RequestParam @Nullable String after, Model model) {
        model.addAttribute("page", views.of(buckets.page(after, Page.DEFAULT_LIMIT)));
        return "bucket/list";
    }

    @GetMapping("/new")
    @PreAuthorize("hasRole('EDITOR')")
    String empty(Model model) {
        model.addAttribute("form", BucketForm.empty());
        return FORM;
    }

    @PostMapping
    @PreAuthorize("hasRole('EDITOR')")
    String add(@ModelAttribute BucketForm form, Model model, HttpServletResponse response, RedirectAttributes flash) {
        try {
            buckets.add(new Buckets.AddBucket(
                    form.nameOrEmpty(),
                    Objects.requireNonNullElse(form.type(), ""),
                    form.settings(),
                    form.secrets(),
                    Objects.requireNonNullElse(form.prefix(), ""),
                    form.retention().toRetention()));
        } catch (DomainException refused) {
            return refused(refused, form, model, response, FORM);
        }
        flash.addFlashAttribute("flash", messages.getMessage("bucket.added", new Object[] {form.nameOrEmpty()}));
        return "redirect:/buckets/" + form.nameOrEmpty();
    }

    @GetMapping("/{name}")
    @PreAuthorize("hasRole('VIEWER')")
    String detail(@PathVariable String name, Model model) {
        var bucket = buckets.get(new ResourceName(name));
        model.addAttribute("form", BucketForm.of(bucket));
        return detail(name, model, bucket.version());
    }

    @PostMapping("/{name}")
    @PreAuthorize("hasRole('EDITOR')")
    String edit(
            @PathVariable String name,
            @RequestParam int version,
            @ModelAttribute BucketForm form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        var bucket = buckets.get(new ResourceName(name));
        try {
            buckets.edit(new Buckets.EditBucket(
                    bucket.id(),
                    version,
                    form.settings(),
                    form.secrets(),
                    form.retention().toRetention()));
        } catch (DomainException refused) {
            detail(name, model, version);
            return refused(refused, form, model, response, DETAIL);
        }
        flash.addFlashAttribute("flash", messages.getMessage("bucket.saved", new Object[] {name}));
        return "redirect:/buckets/" + bucket.name();
    }

    @PostMapping("/{name}/compactor")
    @PreAuthorize("hasRole('EDITOR')")
    String compactor(
            @PathVariable String name,
            @RequestParam int version,
            @RequestParam String cluster,
            Model model,
            HttpServletResponse response) {
        var bucket = buckets.get(new ResourceName(name));
        try {
            var owner = cluster.isBlank()
                    ? null
                    : clusters.get(new ResourceName(cluster)).id();
            buckets.assignCompactor(bucket.id(), version, owner);
        } catch (DomainException refused) {
            detail(name, model, bucket.version());
            return refused(refused, BucketForm.of(bucket), model, response, DETAIL);
        }
        return "redirect:/buckets/" + bucket.name();
    }

    @PostMapping("/{name}/remove")
    @PreAuthorize("hasRole('EDITOR')")
    String remove(
            @PathVariable String name,
            @RequestParam int version,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        var bucket = buckets.get(new ResourceName(name));
        try {
            buckets.remove(bucket.id(), version);
        } catch (DomainException refused) {
            detail(name, model, bucket.version());
            return refused(refused, BucketForm.of(bucket), model, response, DETAIL);
        }
        flash.addFlashAttribute("flash", messages.getMessage("bucket.removed", new Object[] {name}));
        return "redirect:/buckets";
    }

    private String detail(String name, Model model, int version) {
        model.addAttribute("bucket", views.of(buckets.get(new ResourceName(name))));
        model.addAttribute("clusters", clusters.all());
        model.addAttribute("version", version);
        return DETAIL;
    }

    private static String refused(
            DomainException refused, BucketForm form, Model model, HttpServletResponse response, String view) {
        response.setStatus(422);
        model.addAttribute("problems", BucketForm.named(FieldProblem.of(refused)));
        model.addAttribute("form", form.withoutSecret());
        return view;
    }
}
