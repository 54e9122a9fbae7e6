package io.gauntlet.cluster.web;

import io.gauntlet.cluster.AccessChecks;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.cluster.EditCluster;
import io.gauntlet.cluster.GeneratedRole;
import io.gauntlet.cluster.RenewCredentials;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Editing, renewing, checking and retiring a cluster, and the role it needs. */
@Controller
class EditClusterController {

    private final Clusters clusters;
    private final AccessChecks checks;
    private final GeneratedRole role;

    private final MessageSourceAccessor messages;

    EditClusterController(Clusters clusters, AccessChecks checks, GeneratedRole role, MessageSource messages) {
        this.clusters = clusters;
        this.checks = checks;
        this.role = role;
        this.messages = new MessageSourceAccessor(messages);
    }

    record EditForm(
            int version,
            @Nullable String displayName,
            @Nullable String labels,
            @Nullable String apiServer,
            boolean enabled) {}

    @GetMapping("/clusters/{name}/edit")
    @PreAuthorize("hasRole('OPERATOR')")
    String edit(@PathVariable String name, Model model) {
        var cluster = cluster(name);
        var form = new EditForm(
                cluster.version(),
                cluster.displayName(),
                ClusterForm.text(cluster.labels()),
                cluster.apiServer(),
                cluster.state() != Cluster.State.DISABLED);
        return editView(model, cluster, form, List.of());
    }

    @PostMapping("/clusters/{name}/edit")
    @PreAuthorize("hasRole('OPERATOR')")
    String save(@PathVariable String name, EditForm form, Model model, RedirectAttributes redirect) {
        var cluster = cluster(name);
        try {
            var labels = ClusterForm.parse(form.labels() == null ? "" : form.labels());
            clusters.edit(new EditCluster(
                    cluster.id(), form.version(), form.displayName(), labels, form.apiServer(), form.enabled()));
            redirect.addFlashAttribute("flash", messages.getMessage("cluster.saved"));
            return "redirect:/clusters/" + cluster.name();
        } catch (DomainException.Invalid invalid) {
            return editView(model, cluster, form, invalid.problems());
        } catch (DomainException.Stale stale) {
            return editView(
                    model,
                    cluster,
                    new EditForm(
                            cluster.version(), form.displayName(), form.labels(), form.apiServer(), form.enabled()),
                    List.of(new FieldProblem(
                            "displayName", String.valueOf(stale.getMessage()), "Look at the form and save again.")));
        }
    }

    @PostMapping("/clusters/{name}/retire")
    @PreAuthorize("hasRole('OPERATOR')")
    String retire(
            @PathVariable String name,
            @RequestParam int version,
            @RequestParam(defaultValue = "") String typed,
            RedirectAttributes redirect) {
        var cluster = cluster(name);
        if (!cluster.name().value().equals(typed.strip())) {
            redirect.addFlashAttribute(
                    "problems",
                    List.of(new FieldProblem(
                            "typed",
                            "The typed name is not the cluster's.",
                            "Type " + cluster.name() + " to retire it.")));
            return "redirect:/clusters/" + cluster.name() + "/edit";
        }
        clusters.retire(cluster.id(), version);
        redirect.addFlashAttribute("flash", messages.getMessage("cluster.retired", new Object[] {cluster.name()}));
        return "redirect:/fleet";
    }

    @GetMapping("/clusters/{name}/credentials")
    @PreAuthorize("hasRole('OPERATOR')")
    String credentials(@PathVariable String name, Model model) {
        return credentialsView(model, cluster(name), List.of());
    }

    @PostMapping("/clusters/{name}/credentials")
    @PreAuthorize("hasRole('OPERATOR')")
    String renew(
            @PathVariable String name,
            @RequestParam int version,
            @RequestParam(defaultValue = "") Secret text,
            @RequestParam(defaultValue = "") String context,
            Model model,
            RedirectAttributes redirect) {
        var cluster = cluster(name);
        try {
            clusters.renewCredentials(new RenewCredentials(cluster.id(), version, text, context));
            redirect.addFlashAttribute("flash", messages.getMessage("cluster.renewed"));
            return "redirect:/clusters/" + cluster.name() + "/access";
        } catch (DomainException.Invalid invalid) {
            return credentialsView(model, cluster, invalid.problems());
        }
    }

    /** Runs the checks anew with each view. */
    @GetMapping("/clusters/{name}/access")
    @PreAuthorize("hasRole('OPERATOR')")
    String access(@PathVariable String name, Model model) {
        var cluster = cluster(name);
        model.addAttribute("cluster", cluster);
        model.addAttribute("report", checks.run(cluster.id()));
        return "cluster/access";
    }

    @GetMapping("/clusters/role")
    @PreAuthorize("hasRole('VIEWER')")
    String role(@RequestParam(defaultValue = "monitoring") String namespace, Model model) {
        var problem = ResourceName.problem("namespace", namespace);
        var usable = problem.isEmpty() ? new ResourceName(namespace) : new ResourceName("monitoring");
        model.addAttribute("problems", problem.stream().toList());
        model.addAttribute("namespace", namespace);
        model.addAttribute("manifest", role.yaml(usable));
        model.addAttribute("tokenCommand", role.tokenCommand(usable));
        return "cluster/role";
    }

    @GetMapping("/clusters/role.yaml")
    @PreAuthorize("hasRole('VIEWER')")
    ResponseEntity<String> roleFile(@RequestParam(defaultValue = "monitoring") String namespace) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"gauntlet-role.yaml\"")
                .contentType(MediaType.APPLICATION_YAML)
                .body(role.yaml(new ResourceName(namespace)));
    }

    private Cluster cluster(String name) {
        return clusters.get(new ResourceName(name));
    }

    private static String editView(Model model, Cluster cluster, EditForm form, List<FieldProblem> problems) {
        model.addAttribute("cluster", cluster);
        model.addAttribute("form", form);
        if (!problems.isEmpty() || !model.containsAttribute("problems")) {
            model.addAttribute("problems", problems);
        }
        return "cluster/edit";
    }

    private static String credentialsView(Model model, Cluster cluster, List<FieldProblem> problems) {
        model.addAttribute("cluster", cluster);
        model.addAttribute("problems", problems);
        return "cluster/credentials";
    }
}
