package io.gauntlet.stack.web;

import io.gauntlet.bucket.Bucket;
import io.gauntlet.bucket.Buckets;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.stack.EffectiveStack.Origin;
import io.gauntlet.stack.Profile;
import io.gauntlet.stack.Profiles;
import io.gauntlet.stack.SettingsSchema;
import io.gauntlet.stack.Stacks;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
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
@RequestMapping("/stacks")
class ProfilePageController {

    private static final String LIST = "stack/list";
    private static final String PAGE = "stack/profile";

    private final Profiles profiles;
    private final Stacks stacks;
    private final Clusters clusters;
    private final Buckets buckets;
    private final MessageSourceAccessor messages;

    ProfilePageController(
            Profiles profiles, Stacks stacks, Clusters clusters, Buckets buckets, MessageSource messages) {
        this.profiles = profiles;
        this.stacks = stacks;
        this.clusters = clusters;
        this.buckets = buckets;
        this.messages = new MessageSourceAccessor(messages);
    }

    /** One cluster in the list. */
    record Row(String cluster, String profile, String bucket, int replicas, long overrides) {}

    /** One profile in the list. */
    record ProfileRow(String name, int settings, long clusters) {}

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    String list(@RequestParam @Nullable String after, Model model) {
        fillList(after, model);
        return LIST;
    }

    @PostMapping
    @PreAuthorize("hasRole('EDITOR')")
    String add(@RequestParam String name, Model model, HttpServletResponse response, RedirectAttributes flash) {
        try {
            profiles.add(name.strip(), Map.of());
        } catch (DomainException refused) {
            response.setStatus(422);
            model.addAttribute("problems", FieldProblem.of(refused));
            model.addAttribute("name", name);
            fillList(null, model);
            return LIST;
        }
        flash.addFlashAttribute("flash", messages.getMessage("stack.profile.added", new Object[] {name.strip()}));
        return "redirect:/stacks/" + name.strip();
    }

    @GetMapping("/{name}")
    @PreAuthorize("hasRole('VIEWER')")
    String show(@PathVariable String name, Model model) {
        var profile = profiles.get(new ResourceName(name));
        fill(model, profile, shown(profile));
        return PAGE;
    }

    @PostMapping("/{name}")
    @PreAuthorize("hasRole('EDITOR')")
    String edit(
            @PathVariable String name,
            @RequestParam Map<String, String> form,
            @RequestParam(required = false) @Nullable Set<String> reset,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        var profile = profiles.get(new ResourceName(name));
        try {
            var version = SettingChanges.version(form);
            var changes = SettingChanges.of(form, reset == null ? Set.of() : reset, shown(profile));
            profiles.edit(profile.name(), version, changes);
        } catch (DomainException refused) {
            response.setStatus(422);
            model.addAttribute("problems", FieldProblem.of(refused));
            fill(model, profile, StackPageController.entered(shown(profile), form));
            return PAGE;
        }
        flash.addFlashAttribute("flash", messages.getMessage("stack.profile.saved", new Object[] {name}));
        return "redirect:/stacks/" + profile.name();
    }

    @PostMapping("/{name}/remove")
    @PreAuthorize("hasRole('EDITOR')")
    String remove(
            @PathVariable String name,
            @RequestParam int version,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        var profile = profiles.get(new ResourceName(name));
        try {
            profiles.remove(profile.name(), version);
        } catch (DomainException refused) {
            response.setStatus(409);
            model.addAttribute("problems", FieldProblem.of(refused));
            fill(model, profile, shown(profile));
            return PAGE;
        }
        flash.addFlashAttribute("flash", messages.getMessage("stack.profile.removed", new Object[] {name}));
        return "redirect:/stacks";
    }

    private void fillList(@Nullable String after, Model model) {
        var all = clusters.all();
        var effective = stacks.effective(all.stream().map(Cluster::id).toList());
        var counts = effective.values().stream()
                .collect(Collectors.groupingBy(stack -> stack.profile().value(), Collectors.counting()));
        model.addAttribute(
                "profiles",
                profiles.all().stream()
                        .map(profile -> new ProfileRow(
                                profile.name().value(),
                                profile.settings().size(),
                                counts.getOrDefault(profile.name().value(), 0L)))
                        .toList());
        var bucketNames = buckets.all().stream()
                .collect(Collectors.toMap(Bucket::id, bucket -> bucket.name().value()));
        var page = clusters.page(null, LabelSelector.everything(), after, 50).map(cluster -> {
            var stack = Objects.requireNonNull(effective.get(cluster.id()));
            return new Row(
                    cluster.name().value(),
                    stack.profile().value(),
                    stack.bucket().map(id -> bucketNames.getOrDefault(id, "")).orElse(""),
                    stack.settings().prometheus().replicas(),
                    stack.origins().values().stream()
                            .filter(Origin.CLUSTER::equals)
                            .count());
        });
        model.addAttribute("page", page);
    }

    private void fill(Model model, Profile profile, Map<String, Object> values) {
        var origins = new HashMap<String, Origin>();
        profile.settings().keySet().forEach(path -> origins.put(path, Origin.PROFILE));
        model.addAttribute("profile", profile);
        model.addAttribute("groups", SettingGroup.of(values, origins, Origin.PROFILE));
        var users = Set.copyOf(profiles.usersOf(profile.name()));
        model.addAttribute(
                "users",
                clusters.all().stream()
                        .filter(cluster -> users.contains(cluster.id()))
                        .map(cluster -> cluster.name().value())
                        .toList());
    }

    private static Map<String, Object> shown(Profile profile) {
        var values = new LinkedHashMap<String, Object>();
        SettingsSchema.flatten(profile.effective())
                .forEach((path, value) -> values.put(path, SettingsSchema.plain(value)));
        return values;
    }
}
