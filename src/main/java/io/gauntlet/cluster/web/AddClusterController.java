package io.gauntlet.cluster.web;

import io.gauntlet.cluster.AccessChecks;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.cluster.EditCluster;
import io.gauntlet.cluster.GeneratedRole;
import io.gauntlet.cluster.Kubeconfigs;
import io.gauntlet.cluster.RegisterCluster;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The wizard: kubeconfig, details, checks, done. Each step is a plain form. */
@Controller
@PreAuthorize("hasRole('OPERATOR')")
class AddClusterController {

    private static final String VIEW = "cluster/new";

    private final Clusters clusters;
    private final Kubeconfigs kubeconfigs;
    private final AccessChecks checks;
    private final GeneratedRole role;
    private final ClusterDrafts drafts;
    private final MessageSourceAccessor messages;

    AddClusterController(
            Clusters clusters,
            Kubeconfigs kubeconfigs,
            AccessChecks checks,
            GeneratedRole role,
            ClusterDrafts drafts,
            MessageSource messages) {
        this.clusters = clusters;
        this.kubeconfigs = kubeconfigs;
        this.checks = checks;
        this.role = role;
        this.drafts = drafts;
        this.messages = new MessageSourceAccessor(messages);
    }

    @GetMapping("/clusters/new")
    @PreAuthorize("hasRole('OPERATOR')")
    String show(@RequestParam(defaultValue = "kubeconfig") String step, HttpSession session, Model model) {
        var draft = drafts.find(session).orElse(null);
        if (draft == null || "kubeconfig".equals(step)) {
            return kubeconfigStep(model, List.of());
        }
        return "checks".equals(step) && draft.report() != null
                ? checksStep(model, draft, List.of())
                : detailsStep(model, draft, draft.formOrDefault(), List.of());
    }

    @PostMapping("/clusters/new/kubeconfig")
    @PreAuthorize("hasRole('OPERATOR')")
    String kubeconfig(
            @RequestParam(defaultValue = "") Secret text,
            @RequestParam(required = false) @Nullable MultipartFile file,
            HttpSession session,
            Model model)
            throws IOException {
        var secret =
                file == null || file.isEmpty() ? text : Secret.of(new String(file.getBytes(), StandardCharsets.UTF_8));
        try {
            var inspection = kubeconfigs.inspect(secret);
            if (inspection.contexts().stream()
                    .noneMatch(context -> context.problems().isEmpty())) {
                return kubeconfigStep(
                        model,
                        inspection.contexts().stream()
                                .flatMap(context -> context.problems().stream())
                                .distinct()
                                .toList());
            }
            drafts.start(session, secret, inspection);
            return "redirect:/clusters/new?step=details";
        } catch (DomainException.Invalid invalid) {
            return kubeconfigStep(model, invalid.problems());
        }
    }

    @PostMapping("/clusters/new/check")
    @PreAuthorize("hasRole('OPERATOR')")
    String check(@ModelAttribute ClusterForm form, HttpSession session, Model model) {
        var draft = drafts.find(session).orElse(null);
        if (draft == null) {
            return "redirect:/clusters/new";
        }
        try {
            var name = new ResourceName(Objects.requireNonNullElse(form.name(), ""));
            form.labelSet();
            if (clusters.find(name).isPresent()) {
                throw DomainException.Invalid.of("name", "Another cluster has this name.", "Choose another one.");
            }
            var namespace = new ResourceName(Objects.requireNonNullElse(form.namespace(), ""));
            var report = checks.run(drafts.kubeconfig(draft), form.context(), namespace);
            drafts.keep(session, draft.with(form, report));
            return "redirect:/clusters/new?step=checks";
        } catch (DomainException.Invalid invalid) {
            return detailsStep(model, draft, form, invalid.problems());
        }
    }

    @PostMapping("/clusters/new/add")
    @PreAuthorize("hasRole('OPERATOR')")
    String add(HttpSession session, Model model, RedirectAttributes redirect) {
        var draft = drafts.find(session).orElse(null);
        if (draft == null || draft.report() == null || draft.form() == null) {
            return "redirect:/clusters/new";
        }
        var form = draft.form();
        try {
            var cluster = clusters.register(new RegisterCluster(
                    Objects.requireNonNullElse(form.name(), ""),
                    form.displayName(),
                    form.namespace(),
                    form.labelSet(),
                    drafts.kubeconfig(draft),
                    form.context(),
                    false));
            if (!draft.report().passed()) {
                clusters.edit(new EditCluster(cluster.id(), cluster.version(), null, null, null, false));
            }
            drafts.forget(session);
            redirect.addFlashAttribute("flash", messages.getMessage("cluster.added", new Object[] {cluster.name()}));
            return "redirect:/clusters/" + cluster.name();
        } catch (DomainException.Invalid invalid) {
            return detailsStep(model, draft, form, invalid.problems());
        } catch (DomainException.Conflict conflict) {
            return detailsStep(model, draft, form, conflict.problems());
        }
    }

    /** Forgets what was entered so far. */
    @PostMapping("/clusters/new/cancel")
    @PreAuthorize("hasRole('OPERATOR')")
    String cancel(HttpSession session) {
        drafts.forget(session);
        return "redirect:/fleet";
    }

    private String kubeconfigStep(Model model, List<FieldProblem> problems) {
        model.addAttribute("step", "kubeconfig");
        model.addAttribute("problems", problems);
        model.addAttribute("tokenCommand", role.tokenCommand(new ResourceName("monitoring")));
        return VIEW;
    }

    private static String detailsStep(Model model, ClusterDraft draft, ClusterForm form, List<FieldProblem> problems) {
        model.addAttribute("step", "details");
        model.addAttribute("form", form);
        model.addAttribute("contexts", draft.inspection().contexts());
        model.addAttribute("problems", problems);
        return VIEW;
    }

    private static String checksStep(Model model, ClusterDraft draft, List<FieldProblem> problems) {
        model.addAttribute("step", "checks");
        model.addAttribute("form", draft.formOrDefault());
        model.addAttribute("report", draft.report());
        model.addAttribute("problems", problems);
        return VIEW;
    }
}
