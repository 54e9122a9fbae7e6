package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Rollouts.Away;
import io.gauntlet.kernel.DomainException;
import org.jspecify.annotations.Nullable;

/** Reads what becomes of clusters that give no answer, as people and programs write it. */
final class AwayRequest {

    private AwayRequest() {}

    /** @param text null or empty means that they are left out */
    static Away parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Away.LEAVE;
        }
        for (var away : Away.values()) {
            if (Words.of(away).equals(text.strip())) {
                return away;
            }
        }
        throw DomainException.Invalid.of(
                "unreachable",
                "It is not known what should become of clusters without an answer.",
                "Use leave or queue.");
    }
}
