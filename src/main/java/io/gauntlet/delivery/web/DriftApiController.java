package io.gauntlet.delivery.web;

import io.gauntlet.delivery.ClusterDrift;
import io.gauntlet.delivery.Drifts;
import io.gauntlet.delivery.web.DriftResource.PolicyRequest;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Drift by REST: what differs where, and what is done about it. */
@RestController
@RequestMapping("/api/v1")
class DriftApiController {

    private final Drifts drifts;

    DriftApiController(Drifts drifts) {
        this.drifts = drifts;
    }

    @GetMapping("/drift")
    @PreAuthorize("hasRole('VIEWER')")
    Page<DriftResource> list(
            @RequestParam @Nullable String state,
            @RequestParam @Nullable String after,
            @RequestParam @Nullable Integer limit) {
        return drifts.page(DriftResource.state(state), after, Page.limit(limit)).map(DriftResource::of);
    }

    @GetMapping("/clusters/{name}/drift")
    @PreAuthorize("hasRole('VIEWER')")
    ResponseEntity<DriftResource> get(@PathVariable String name) {
        return answer(drifts.get(new ResourceName(name)));
    }

    /** Changes what is done about drift; {@code If-Match} carries the entity tag of the drift that was read. */
    @PutMapping("/clusters/{name}/drift-policy")
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<DriftResource> setPolicy(
            @PathVariable String name,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody PolicyRequest request) {
        return answer(drifts.setPolicy(new ResourceName(name), EntityTag.version(ifMatch), request.policy()));
    }

    /** Compares the cluster now and answers with the result. */
    @PostMapping("/clusters/{name}/drift/sweep")
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<DriftResource> sweep(@PathVariable String name) {
        return answer(drifts.sweep(new ResourceName(name)));
    }

    /** Starts a rollout that brings back what differs. */
    @PostMapping("/clusters/{name}/drift/heal")
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<RolloutResource> heal(@PathVariable String name) {
        var rollout = RolloutResource.of(drifts.heal(new ResourceName(name)));
        return ResponseEntity.created(URI.create("/api/v1/rollouts/" + rollout.id()))
                .body(rollout);
    }

    /** Heals objects again that something changed back after every heal. */
    @PostMapping("/clusters/{name}/drift/resume")
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<DriftResource> resume(@PathVariable String name) {
        return answer(drifts.resume(new ResourceName(name)));
    }

    private static ResponseEntity<DriftResource> answer(ClusterDrift drift) {
        return ResponseEntity.ok().eTag(EntityTag.of(drift.version())).body(DriftResource.of(drift));
    }
}
