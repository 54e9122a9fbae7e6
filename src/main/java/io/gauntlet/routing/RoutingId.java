package io.gauntlet.routing;

import java.util.UUID;

/** Identifies a routing. */
public record RoutingId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
