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

    record AddRequest(
            @Nullable String name,
            @Nullable String selector,
            @Nullable Integer position,
            @Nullable String yaml) {

        /** Nothing that may be secret: arguments are logged at TRACE. */
        @Override
        public String toString() {
            return "AddRequest[" + name + "]";
        }
    }

    record EditRequest(
            @Nullable String selector,
            @Nullable Integer position,
            @Nullable String yaml) {

        /** Nothing that may be secret: arguments are logged at TRACE. */
        @Override
        public String toString() {
            return "EditRequest[" + selector + ", " + position + "]";
        }
    }

    record Resource(
            String name,
            String selector,
            int position,
            String yaml,
            Map<String, String> secretHints,
            List<String> warnings,
            Instant updatedAt,
            int version) {

        static Resource of(Routing routing) {
            return new Resource(
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
    Page<Resource> list(@RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return routings.page(after, Page.limit(limit)).map(Resource::of);
    }

    @PostMapping
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<Resource> add(@RequestBody AddRequest request) {
        var routing = routings.add(new Routings.AddRouting(
                text(request.name()),
                LabelSelector.parse(text(request.selector())),
                Objects.requireNonNullElse(request.position(), 100),
                text(request.yaml())));
        return ResponseEntity.created(URI.create("/api/v1/routings/" + routing.name()))
                .eTag(EntityTag.of(routing.version()))
                .body(Resource.of(routing));
    }

    @GetMapping("/{name}")
    @PreAuthorize("hasRole('VIEWER')")
    ResponseEntity<Resource> get(@PathVariable String name) {
        return answer(routing(name));
    }

    @PatchMapping("/{name}")
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<Resource> edit(
            @PathVariable String name,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody EditRequest request) {
        var selector = request.selector() == null ? null : LabelSelector.parse(request.selector());
        return answer(routings.edit(new Routings.EditRouting(
                routing(name).id(), EntityTag.version(ifMatch), selector, request.position(), request.yaml())));
    }

    @DeleteMapping("/{name}")
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<Void> remove(
            @PathVariable String name, @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch) {
        routings.remove(routing(name).id(), EntityTag.version(ifMatch));
        return ResponseEntity.noContent().build();
    }

    private Routing routing(String name) {
        return routings.get(new ResourceName(name));
    }

    private static ResponseEntity<Resource> answer(Routing routing) {
        return ResponseEntity.ok().eTag(EntityTag.of(routing.version())).body(Resource.of(routing));
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
