package io.gauntlet.bucket.web;

import io.gauntlet.bucket.Bucket;
import io.gauntlet.bucket.Buckets;
import io.gauntlet.bucket.Retention;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
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
@RequestMapping("/api/v1/buckets")
class BucketApiController {

    private final Buckets buckets;
    private final BucketViews views;
    private final Clusters clusters;

    BucketApiController(Buckets buckets, BucketViews views, Clusters clusters) {
        this.buckets = buckets;
        this.views = views;
        this.clusters = clusters;
    }

    record AddRequest(
            @Nullable String name,
            @Nullable String type,
            @Nullable Map<String, Object> settings,
            @Nullable Map<String, String> secrets,
            @Nullable String prefix,
            BucketView.@Nullable RetentionView retention) {

        Buckets.AddBucket toCommand() {
            return new Buckets.AddBucket(
                    Objects.requireNonNullElse(name, ""),
                    Objects.requireNonNullElse(type, ""),
                    settings == null ? Map.of() : settings,
                    secretsOf(secrets),
                    Objects.requireNonNullElse(prefix, ""),
                    retentionOf(retention));
        }

        /** Nothing that may be secret: arguments are logged at TRACE. */
        @Override
        public String toString() {
            return "AddRequest[" + name + "]";
        }
    }

    record EditRequest(
            @Nullable Map<String, Object> settings,
            @Nullable Map<String, String> secrets,
            BucketView.@Nullable RetentionView retention) {

        /** Nothing that may be secret: arguments are logged at TRACE. */
        @Override
        public String toString() {
            return "EditRequest[" + retention + "]";
        }
    }

    record CompactorRequest(@Nullable String cluster) {}

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    Page<BucketView> list(@RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return views.of(buckets.page(after, Page.limit(limit)));
    }

    @PostMapping
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<BucketView> add(@RequestBody AddRequest request) {
        var bucket = buckets.add(request.toCommand());
        return ResponseEntity.created(URI.create("/api/v1/buckets/" + bucket.name()))
                .eTag(EntityTag.of(bucket.version()))
                .body(views.of(bucket));
    }

    @GetMapping("/{name}")
    @PreAuthorize("hasRole('VIEWER')")
    ResponseEntity<BucketView> get(@PathVariable String name) {
        return answer(buckets.get(new ResourceName(name)));
    }

    @PatchMapping("/{name}")
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<BucketView> edit(
            @PathVariable String name,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody EditRequest request) {
        var bucket = buckets.get(new ResourceName(name));
        var secrets = request.secrets() == null ? null : secretsOf(request.secrets());
        return answer(buckets.edit(new Buckets.EditBucket(
                bucket.id(),
                EntityTag.version(ifMatch),
                request.settings(),
                secrets,
                retentionOf(request.retention()))));
    }

    @PutMapping("/{name}/compactor")
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<BucketView> compactor(
            @PathVariable String name,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody CompactorRequest request) {
        var bucket = buckets.get(new ResourceName(name));
        var cluster = request.cluster() == null || request.cluster().isBlank()
                ? null
                : clusters.get(new ResourceName(request.cluster())).id();
        return answer(buckets.assignCompactor(bucket.id(), EntityTag.version(ifMatch), cluster));
    }

    @DeleteMapping("/{name}")
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<Void> remove(
            @PathVariable String name,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        var bucket = buckets.get(new ResourceName(name));
        buckets.remove(bucket.id(), EntityTag.version(ifMatch));
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<BucketView> answer(Bucket bucket) {
        return ResponseEntity.ok().eTag(EntityTag.of(bucket.version())).body(views.of(bucket));
    }

    private static @Nullable Retention retentionOf(BucketView.@Nullable RetentionView given) {
        return given == null ? null : given.toRetention();
    }

    private static Map<String, Secret> secretsOf(@Nullable Map<String, String> given) {
        var result = new HashMap<String, Secret>();
        if (given != null) {
            // An empty or missing value takes the secret away.
            given.forEach((key, value) -> result.put(key, Secret.of(value == null ? "" : value)));
        }
        return result;
    }
}
