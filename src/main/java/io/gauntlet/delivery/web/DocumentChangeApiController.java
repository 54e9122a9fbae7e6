package io.gauntlet.delivery.web;

import io.gauntlet.change.Changes;
import io.gauntlet.delivery.DeliveryBoard;
import io.gauntlet.delivery.web.DocumentChangeResource.DetailResource;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Single changes by REST: what waits, what was changed, and the way back. */
@RestController
class DocumentChangeApiController {

    private final Changes changes;
    private final DeliveryBoard board;

    DocumentChangeApiController(Changes changes, DeliveryBoard board) {
        this.changes = changes;
        this.board = board;
    }

    /** @param reason why the change is taken back */
    record RevertRequest(@Nullable String reason) {}

    /** What waits anywhere. */
    @GetMapping("/api/v1/changes/pending")
    @PreAuthorize("hasRole('VIEWER')")
    Page<DocumentChangeResource> pending(@RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return board.pending(after, Page.limit(limit)).map(DocumentChangeResource::of);
    }

    /** Everything that was ever changed, whether it waits or not. */
    @GetMapping("/api/v1/changes/log")
    @PreAuthorize("hasRole('VIEWER')")
    Page<DocumentChangeResource> log(@RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return board.log(after, Page.limit(limit)).map(DocumentChangeResource::of);
    }

    @GetMapping("/api/v1/clusters/{name}/changes")
    @PreAuthorize("hasRole('VIEWER')")
    Page<DocumentChangeResource> ofCluster(
            @PathVariable String name, @RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return board.pending(new ResourceName(name), after, Page.limit(limit)).map(DocumentChangeResource::of);
    }

    @GetMapping("/api/v1/changes/{number}")
    @PreAuthorize("hasRole('VIEWER')")
    DetailResource get(@PathVariable long number) {
        return DetailResource.of(board.pending(number), changes.get(number));
    }

    /** Answers the change that takes the other one back. */
    @PostMapping("/api/v1/changes/{number}/revert")
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<DetailResource> revert(@PathVariable long number, @RequestBody RevertRequest request) {
        var made = changes.revert(number, Objects.requireNonNullElse(request.reason(), ""));
        return ResponseEntity.created(URI.create("/api/v1/changes/" + made.number()))
                .body(get(made.number()));
    }
}
