package io.gauntlet.status.web;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.status.StatusBoard;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What was last seen of the fleet and of one cluster. */
@RestController
class StatusApiController {

    private final StatusBoard board;

    StatusApiController(StatusBoard board) {
        this.board = board;
    }

    @GetMapping("/api/v1/status/fleet")
    @PreAuthorize("hasRole('VIEWER')")
    StatusResource.Fleet fleet() {
        return StatusResource.Fleet.of(board.fleet());
    }

    @GetMapping("/api/v1/clusters/{name}/status")
    @PreAuthorize("hasRole('VIEWER')")
    StatusResource.ClusterItem cluster(@PathVariable String name) {
        if (ResourceName.problem("name", name).isPresent()) {
            throw new DomainException.NotFound("cluster", name);
        }
        return StatusResource.ClusterItem.of(board.cluster(new ResourceName(name)));
    }
}
