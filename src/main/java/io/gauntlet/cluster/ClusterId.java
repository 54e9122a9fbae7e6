package io.gauntlet.cluster;

import java.util.UUID;

/** Identifies a cluster for good; its name may be given to another one after it is retired. */
public record ClusterId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
