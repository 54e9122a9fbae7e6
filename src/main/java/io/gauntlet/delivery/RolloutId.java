package io.gauntlet.delivery;

import java.util.UUID;

/** Identifies a rollout. */
public record RolloutId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
