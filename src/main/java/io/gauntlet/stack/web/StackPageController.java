package io.gauntlet.stack.web;

import io.gauntlet.bucket.Bucket;
import io.gauntlet.bucket.Buckets;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.stack.EffectiveStack.Origin;
import io.gauntlet.stack.Profiles;
import io.gauntlet.stack.Stacks;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

@Controller
@RequestMapping("/clusters/{cluster}/stack")
class StackPageController {

    private static final String PAGE = "stack/cluster";

    private final Stacks stacks;
    private final Profiles profiles;
    private final Clusters clusters;
    private final Buckets buckets;
    private final MessageSourceAccessor messages;

    StackPageController(Stacks stacks, Profiles profiles, Clusters clusters, Buckets buckets, MessageSource messages) {
        this.stacks = stacks;
        this.profiles = profiles;
        this.clusters = clusters;
        this.buckets = buckets;
        this.messages = new MessageSourceAccessor(messages);
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    String show(@PathVariable String cluster, Model model) {
        var stack = view(cluster);
        fill(model, stack, stack.settings(), SettingGroup.text(stack.externalLabels()));
        return PAGE;
    }

    @PostMapping
    @PreAuthorize("hasRole('EDITOR')")
    String configure(
            @PathVariable String cluster,
            @RequestParam Map<String, String> form,
            @RequestParam(required = false) @Nullable Set<String> reset,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        var stack = view(cluster);
        var changes = SettingChanges.of(form, reset == null ? Set.of() : reset, stack.settings());
        var labels = form.getOrDefault("externalLabels", "");
        try {
            stacks.configure(new Stacks.ConfigureStack(
                    clusters.get(new ResourceName(cluster)).id(),
                    SettingChanges.version(form),
                    form.get("profile"),
                    changes,
                    LabelSet.of(SettingChanges.lines(labels)),
                    form.getOrDefault("bucket", "")));
        } catch (DomainException refused) {
            response.setStatus(422);
            model.addAttribute("problems", FieldProblem.of(refused));
            fill(model, stack, entered(stack.settings(), form), labels);
            model.addAttribute("profile", form.getOrDefault("profile", stack.profile()));
            model.addAttribute("bucketName", form.getOrDefault("bucket", ""));
            return PAGE;
        }
        flash.addFlashAttribute("flash", messages.getMessage("stack.saved", new Object[] {cluster}));
        return "redirect:/clusters/" + stack.cluster() + "/stack";
    }

    private StackView view(String name) {
        var cluster = clusters.get(new ResourceName(name));
        return StackView.of(cluster.name().value(), stacks.effective(cluster.id()), buckets);
    }

    private void fill(Model model, StackView stack, Map<String, Object> values, String labels) {
        model.addAttribute("stack", stack);
        model.addAttribute("groups", SettingGroup.of(values, stack.origins(), Origin.CLUSTER));
        model.addAttribute("labels", labels);
        model.addAttribute("profile", stack.profile());
        model.addAttribute("bucketName", stack.bucket() == null ? "" : stack.bucket());
        model.addAttribute(
                "profiles",
                profiles.all().stream().map(profile -> profile.name().value()).toList());
        model.addAttribute("buckets", names(buckets.all()));
    }

    private static List<String> names(List<Bucket> all) {
        return all.stream().map(bucket -> bucket.name().value()).toList();
    }

    /** What a person typed, so that a refusal does not lose it. */
    static Map<String, Object> entered(Map<String, Object> shown, Map<String, String> form) {
        var values = new HashMap<>(shown);
        form.forEach((path, text) -> {
            if (values.containsKey(path)) {
                values.put(path, text);
            }
        });
        return values;
    }
}
