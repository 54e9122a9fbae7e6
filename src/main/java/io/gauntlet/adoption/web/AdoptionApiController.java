package io.gauntlet.adoption.web;

import io.gauntlet.adoption.Adoptions;
import io.gauntlet.adoption.Adoptions.ImportProposals;
import io.gauntlet.adoption.Adoptions.Saved;
import io.gauntlet.adoption.web.AdoptionResource.SurveyResource;
import io.gauntlet.delivery.Plans;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The adoption of a running stack by REST: look, import, plan. */
@RestController
@RequestMapping("/api/v1/clusters/{name}/adoption")
class AdoptionApiController {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Adoptions adoptions;
    private final Plans plans;

    AdoptionApiController(Adoptions adoptions, Plans plans) {
        this.adoptions = adoptions;
        this.plans = plans;
    }

    /** @param namespaces null or empty means the cluster's own */
    record SurveyRequest(@Nullable List<String> namespaces) {}

    /**
     * @param accepted ids of proposals
     * @param names    other names, by id
     * @param selector clusters that rules and routings are for; null means this one alone
     */
    record ImportRequest(
            @Nullable Set<String> accepted,
            @Nullable Map<String, String> names,
            @Nullable String selector,
            @Nullable Boolean withSecrets) {}

    /** What was saved, and the state after it. */
    record ImportResource(List<Saved> saved, SurveyResource survey) {}

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    AdoptionResource get(@PathVariable String name) {
        return AdoptionResource.of(adoptions, cluster(name));
    }

    @PostMapping("/survey")
    @PreAuthorize("hasRole('EDITOR')")
    AdoptionResource survey(@PathVariable String name, @RequestBody(required = false) @Nullable SurveyRequest request) {
        var namespaces = request == null || request.namespaces() == null ? List.<String>of() : request.namespaces();
        adoptions.survey(cluster(name), namespaces);
        return AdoptionResource.of(adoptions, cluster(name));
    }

    @PostMapping("/import")
    @PreAuthorize("hasRole('EDITOR')")
    ImportResource importProposals(@PathVariable String name, @RequestBody ImportRequest request) {
        var imported = adoptions.importProposals(new ImportProposals(
                cluster(name),
                Objects.requireNonNullElse(request.accepted(), Set.of()),
                Objects.requireNonNullElse(request.names(), Map.of()),
                request.selector() == null ? null : LabelSelector.parse(request.selector()),
                Boolean.TRUE.equals(request.withSecrets())));
        return new ImportResource(imported.saved(), SurveyResource.of(imported.survey()));
    }

    /** Makes a plan and waits until it is computed; it is pushed like any other plan. */
    @PostMapping("/plan")
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<AdoptionResource> plan(@PathVariable String name) throws InterruptedException {
        var plan = adoptions.plan(cluster(name));
        plans.await(plan.id(), LONGEST_WAIT);
        return ResponseEntity.created(URI.create("/api/v1/plans/" + plan.id()))
                .body(AdoptionResource.of(adoptions, cluster(name)));
    }

    /** A name that no cluster can have is a cluster that does not exist. */
    static ResourceName cluster(String text) {
        if (ResourceName.problem("name", text).isPresent()) {
            throw new DomainException.NotFound("cluster", text);
        }
        return new ResourceName(text);
    }
}
