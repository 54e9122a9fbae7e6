package io.gauntlet.audit.web;

import io.gauntlet.audit.AuditEntry;
import io.gauntlet.audit.AuditFilter;
import io.gauntlet.audit.AuditTrail;
import io.gauntlet.audit.Verification;
import io.gauntlet.kernel.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The trail, newest entry first. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditApiController {

    private final AuditTrail trail;

    AuditApiController(AuditTrail trail) {
        this.trail = trail;
    }

    /** Result of a verification. */
    record VerificationResponse(
            boolean intact,
            long entries,
            @Nullable Long brokenAt,
            @Nullable String reason) {}

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    Page<AuditEntry> list(
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return trail.list(new AuditFilter(actor, action, subject), after, Page.limit(limit));
    }

    /** Reads the whole trail and names the first entry that is not as it was written. */
    @GetMapping("/verification")
    @PreAuthorize("hasRole('ADMIN')")
    VerificationResponse verify() {
        return switch (trail.verify()) {
            case Verification.Intact intact -> new VerificationResponse(true, intact.entries(), null, null);
            case Verification.Broken broken ->
                new VerificationResponse(false, broken.seq() - 1, broken.seq(), broken.reason());
        };
    }
}
