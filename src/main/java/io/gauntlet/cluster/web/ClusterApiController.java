package io.gauntlet.cluster.web;

import io.gauntlet.cluster.AccessChecks;
import io.gauntlet.cluster.AccessReport;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.cluster.EditCluster;
import io.gauntlet.cluster.GeneratedRole;
import io.gauntlet.cluster.RegisterCluster;
import io.gauntlet.cluster.RenewCredentials;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/clusters")
class ClusterApiController {

    private final Clusters clusters;
    private final AccessChecks checks;
    private final GeneratedRole role;

    ClusterApiController(Clusters clusters, AccessChecks checks, GeneratedRole role) {
        this.clusters = clusters;
        this.checks = checks;
        this.role = role;
    }

    record AddRequest(
            @Nullable String name,
            @Nullable String displayName,
            @Nullable String namespace,
            @Nullable Map<String, String> labels,
            @Nullable String kubeconfig,
            @Nullable String context) {

        /** Without the kubeconfig: arguments are logged at TRACE. */
        @Override
        public String toString() {
            return "AddRequest[" + name + "]";
        }
    }

    record CheckRequest(
            @Nullable String namespace,
            @Nullable String kubeconfig,
            @Nullable String context) {

        /** Without the kubeconfig: arguments are logged at TRACE. */
        @Override
        public String toString() {
            return "CheckRequest[" + namespace + "]";
        }
    }

    record EditRequest(
            @Nullable String displayName,
            @Nullable Map<String, String> labels,
            @Nullable String apiServer,
            @Nullable Boolean enabled) {}

    record CredentialsRequest(
            @Nullable String kubeconfig, @Nullable String context) {

        /** Without the kubeconfig: arguments are logged at TRACE. */
        @Override
        public String toString() {
            return "CredentialsRequest[" + context + "]";
        }
    }

    record RoleResource(
            String namespace,
            String serviceAccount,
            String serviceAccountNamespace,
            String manifest,
            String tokenCommand) {}

    record ReportResource(boolean passed, java.util.List<AccessReport.Check> checks) {

        static ReportResource of(AccessReport report) {
            return new ReportResource(report.passed(), report.checks());
        }
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    Page<ClusterResource> list(
            @RequestParam @Nullable String query,
            @RequestParam(defaultValue = "") String selector,
            @RequestParam @Nullable String after,
            @RequestParam @Nullable Integer limit) {
        return clusters.page(query, LabelSelector.parse(selector), after, Page.limit(limit))
                .map(ClusterResource::of);
    }

    @PostMapping
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<ClusterResource> add(@RequestBody AddRequest request) {
        var cluster = clusters.register(new RegisterCluster(
                Objects.requireNonNullElse(request.name(), ""),
                request.displayName(),
                request.namespace(),
                LabelSet.of(Objects.requireNonNullElse(request.labels(), Map.of())),
                secret(request.kubeconfig()),
                request.context(),
                false));
        return ResponseEntity.created(URI.create("/api/v1/clusters/" + cluster.name()))
                .eTag(EntityTag.of(cluster.version()))
                .body(ClusterResource.of(cluster));
    }

    @GetMapping("/{name}")
    @PreAuthorize("hasRole('VIEWER')")
    ResponseEntity<ClusterResource> get(@PathVariable String name) {
        return answer(cluster(name));
    }

    @PatchMapping("/{name}")
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<ClusterResource> edit(
            @PathVariable String name,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody EditRequest request) {
        var labels = request.labels() == null ? null : LabelSet.of(request.labels());
        return answer(clusters.edit(new EditCluster(
                cluster(name).id(),
                EntityTag.version(ifMatch),
                request.displayName(),
                labels,
                request.apiServer(),
                request.enabled())));
    }

    @PutMapping("/{name}/credentials")
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<ClusterResource> renew(
            @PathVariable String name,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody CredentialsRequest request) {
        return answer(clusters.renewCredentials(new RenewCredentials(
                cluster(name).id(), EntityTag.version(ifMatch), secret(request.kubeconfig()), request.context())));
    }

    @PostMapping("/{name}/check")
    @PreAuthorize("hasRole('OPERATOR')")
    ReportResource check(@PathVariable String name) {
        return ReportResource.of(checks.run(cluster(name).id()));
    }

    /** Checks a kubeconfig before it is saved. */
    @PostMapping("/check")
    @PreAuthorize("hasRole('OPERATOR')")
    ReportResource checkCandidate(@RequestBody CheckRequest request) {
        var namespace = new ResourceName(Objects.requireNonNullElse(request.namespace(), "monitoring"));
        return ReportResource.of(checks.run(secret(request.kubeconfig()), request.context(), namespace));
    }

    @GetMapping("/role")
    @PreAuthorize("hasRole('VIEWER')")
    RoleResource role(@RequestParam(defaultValue = "monitoring") String namespace) {
        var name = new ResourceName(namespace);
        return new RoleResource(
                namespace, GeneratedRole.SERVICE_ACCOUNT, namespace, role.yaml(name), role.tokenCommand(name));
    }

    /** Takes the cluster out of the fleet; nothing in it is deleted. */
    @DeleteMapping("/{name}")
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<Void> retire(
            @PathVariable String name, @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch) {
        clusters.retire(cluster(name).id(), EntityTag.version(ifMatch));
        return ResponseEntity.noContent().build();
    }

    private Cluster cluster(String name) {
        return clusters.get(new ResourceName(name));
    }

    private static ResponseEntity<ClusterResource> answer(Cluster cluster) {
        return ResponseEntity.ok().eTag(EntityTag.of(cluster.version())).body(ClusterResource.of(cluster));
    }

    private static Secret secret(@Nullable String text) {
        return Secret.of(Objects.requireNonNullElse(text, ""));
    }
}
