package io.gauntlet.routing.web;

import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.routing.Routing;
import io.gauntlet.routing.Routings;
import java.net.URI;
import java.time.Instant;
import java.util.List;
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
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/routings")
class RoutingApiController {

    private final Routings routings;

    RoutingApiController(Routings routings) {
        this.routings = routings;
    }

    /** @param selector clusters the routing is for; missing or empty means all */
    record RoutingRequest(
            @Nullable String name,
            @Nullable String selector,
            @Nullable Integer position,
            @Nullable String yaml) {

        LabelSelector selected() {
            return LabelSelector.parse(Objects.requireNonNullElse(selector, ""));
        }
    }

    /** @param secrets name of the file of each stored secret, with the end of its value, never more */
    record RoutingView(
            String name,
            String selector,
            int position,
            String yaml,
            Map<String, String> secrets,
            List<String> warnings,
            Instant updatedAt,
            int version) {

        static RoutingView of(Routing routing) {
            return new RoutingView(
                    routing.name().value(),
                    routing.selector().toString(),
                    routing.position(),
                    routing.yaml(),
                    routing.secretHints(),
                    routing.warnings(),
                    routing.updatedAt(),
                    routing.version());
        }
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    Page<RoutingView> list(@RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return routings.page(after, Page.limit(limit)).map(RoutingView::of);
    }

    @PostMapping
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<RoutingView> add(@RequestBody RoutingRequest request) {
        var routing = routings.add(new Routings.AddRouting(
                Objects.requireNonNullElse(request.name(), ""),
                request.selected(),
                Objects.requireNonNullElse(request.position(), 100),
                Objects.requireNonNullElse(request.yaml(), "")));
        return ResponseEntity.created(URI.create("/api/v1/routings/" + routing.name()))
                .eTag(EntityTag.of(routing.version()))
                .body(RoutingView.of(routing));
    }

    @GetMapping("/{name}")
    @PreAuthorize("hasRole('VIEWER')")
    ResponseEntity<RoutingView> get(@PathVariable String name) {
        return answer(routings.get(new ResourceName(name)));
    }

    @PatchMapping("/{name}")
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<RoutingView> edit(
            @PathVariable String name,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody RoutingRequest request) {
        var routing = routings.get(new ResourceName(name));
        return answer(routings.edit(new Routings.EditRouting(
                routing.id(),
                EntityTag.version(ifMatch),
                request.selector() == null ? null : request.selected(),
                request.position(),
                request.yaml())));
    }

    @DeleteMapping("/{name}")
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<Void> remove(
            @PathVariable String name,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        var routing = routings.get(new ResourceName(name));
        routings.remove(routing.id(), EntityTag.version(ifMatch));
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<RoutingView> answer(Routing routing) {
        return ResponseEntity.ok()
                .eTag(EntityTag.of(routing.version()))
                .body(RoutingView.of(routing));
    }
}
