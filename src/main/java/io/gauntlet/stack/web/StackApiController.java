package io.gauntlet.stack.web;

import io.gauntlet.bucket.Buckets;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.stack.EffectiveStack;
import io.gauntlet.stack.Stacks;
import java.util.Map;
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

@RestController
@RequestMapping("/api/v1/clusters/{cluster}/stack")
class StackApiController {

    private final Stacks stacks;
    private final Clusters clusters;
    private final Buckets buckets;

    StackApiController(Stacks stacks, Clusters clusters, Buckets buckets) {
        this.stacks = stacks;
        this.clusters = clusters;
        this.buckets = buckets;
    }

    /** Parts that are missing stay as they are; a null override gives the setting back to the profile. */
    record ConfigureRequest(
            @Nullable String profile,
            @Nullable Map<String, @Nullable Object> overrides,
            @Nullable Map<String, String> externalLabels,
            @Nullable String bucket) {}

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    ResponseEntity<StackView> get(@PathVariable String cluster) {
        var found = clusters.get(new ResourceName(cluster));
        return answer(cluster, stacks.effective(found.id()));
    }

    @PutMapping
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<StackView> configure(
            @PathVariable String cluster,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody ConfigureRequest request) {
        var found = clusters.get(new ResourceName(cluster));
        return answer(
                cluster,
                stacks.configure(new Stacks.ConfigureStack(
                        found.id(),
                        EntityTag.version(ifMatch),
                        request.profile(),
                        request.overrides(),
                        request.externalLabels() == null ? null : LabelSet.of(request.externalLabels()),
                        request.bucket())));
    }

    private ResponseEntity<StackView> answer(String cluster, EffectiveStack stack) {
        return ResponseEntity.ok().eTag(EntityTag.of(stack.version())).body(StackView.of(cluster, stack, buckets));
    }
}
