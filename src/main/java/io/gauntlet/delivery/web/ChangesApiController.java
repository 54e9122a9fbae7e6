package io.gauntlet.delivery.web;

import io.gauntlet.delivery.DeliveryBoard;
import io.gauntlet.delivery.DeliveryBoard.Unpushed;
import io.gauntlet.delivery.RolloutId;
import io.gauntlet.kernel.Page;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Clusters whose configuration changed since the last push, by REST. */
@RestController
@RequestMapping("/api/v1/changes")
class ChangesApiController {

    private final DeliveryBoard board;

    ChangesApiController(DeliveryBoard board) {
        this.board = board;
    }

    /** A cluster with unpushed changes; {@code holdsBack} says that a push left some out; {@code causes} are the newest, {@code more} are not told. */
    record ChangeResource(
            String cluster,
            String displayName,
            long desiredGeneration,
            long appliedGeneration,
            @Nullable Integer revision,
            @Nullable Instant appliedAt,
            @Nullable UUID rollout,
            boolean holdsBack,
            List<String> causes,
            int more) {

        static ChangeResource of(Unpushed unpushed) {
            var state = unpushed.state();
            return new ChangeResource(
                    unpushed.name().value(),
                    unpushed.displayName(),
                    state.desired(),
                    state.applied(),
                    state.revision().orElse(null),
                    state.appliedAt().orElse(null),
                    state.rollout().map(RolloutId::value).orElse(null),
                    state.holdsBack(),
                    unpushed.causes(),
                    unpushed.more());
        }
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    Page<ChangeResource> list(@RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return board.unpushed(after, Page.limit(limit)).map(ChangeResource::of);
    }
}
