package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Approvals;
import io.gauntlet.delivery.Approvals.Rule;
import io.gauntlet.delivery.web.ApprovalResource.RuleResource;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Rules of approval by REST. */
@RestController
@RequestMapping("/api/v1/approval-rules")
class ApprovalRuleApiController {

    private final Approvals approvals;

    ApprovalRuleApiController(Approvals approvals) {
        this.approvals = approvals;
    }

    /** All rules in one page: there are few. */
    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    Page<RuleResource> list() {
        return new Page<>(approvals.rules().stream().map(RuleResource::of).toList(), null);
    }

    @PostMapping
    @PreAuthorize("hasRole('ADMIN')")
    ResponseEntity<RuleResource> add(@RequestBody ApprovalRuleForm request) {
        var rule = approvals.add(request.toTerms());
        return ResponseEntity.created(
                        URI.create("/api/v1/approval-rules/" + rule.terms().name()))
                .eTag(EntityTag.of(rule.version()))
                .body(RuleResource.of(rule));
    }

    @GetMapping("/{name}")
    @PreAuthorize("hasRole('VIEWER')")
    ResponseEntity<RuleResource> get(@PathVariable String name) {
        return answer(approvals.rule(new ResourceName(name)));
    }

    @PutMapping("/{name}")
    @PreAuthorize("hasRole('ADMIN')")
    ResponseEntity<RuleResource> change(
            @PathVariable String name,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody ApprovalRuleForm request) {
        return answer(approvals.change(request.toTerms(name), EntityTag.version(ifMatch)));
    }

    @DeleteMapping("/{name}")
    @PreAuthorize("hasRole('ADMIN')")
    ResponseEntity<Void> remove(
            @PathVariable String name,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        approvals.remove(new ResourceName(name), EntityTag.version(ifMatch));
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<RuleResource> answer(Rule rule) {
        return ResponseEntity.ok().eTag(EntityTag.of(rule.version())).body(RuleResource.of(rule));
    }
}
