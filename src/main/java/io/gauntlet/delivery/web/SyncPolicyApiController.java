package io.gauntlet.delivery.web;

import io.gauntlet.delivery.SyncPolicies;
import io.gauntlet.delivery.SyncPolicies.Sync;
import io.gauntlet.delivery.SyncPolicies.SyncPolicy;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.ResourceName;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Automatic sync of one cluster by REST. */
@RestController
@RequestMapping("/api/v1/clusters/{name}/sync-policy")
class SyncPolicyApiController {

    private final SyncPolicies policies;

    SyncPolicyApiController(SyncPolicies policies) {
        this.policies = policies;
    }

    /** {@code manual} or {@code automatic}. */
    record PolicyResource(@Nullable String sync) {}

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    ResponseEntity<PolicyResource> get(@PathVariable String name) {
        return answer(policies.get(new ResourceName(name)));
    }

    @PutMapping
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<PolicyResource> put(
            @PathVariable String name,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody PolicyResource request) {
        return answer(policies.set(new ResourceName(name), sync(request.sync()), EntityTag.version(ifMatch)));
    }

    static Sync sync(@Nullable String text) {
        for (var sync : Sync.values()) {
            if (Words.of(sync).equals(text)) {
                return sync;
            }
        }
        throw DomainException.Invalid.of("sync", "There is no such policy.", "Use manual or automatic.");
    }

    private static ResponseEntity<PolicyResource> answer(SyncPolicy policy) {
        return ResponseEntity.ok()
                .eTag(EntityTag.of(policy.version()))
                .body(new PolicyResource(Words.of(policy.sync())));
    }
}
