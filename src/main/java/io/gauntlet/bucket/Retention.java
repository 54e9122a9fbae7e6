package io.gauntlet.bucket;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.PromDuration;
import java.util.ArrayList;

/**
 * How long blocks are kept per resolution; 0 keeps them for ever. Raw blocks need at least 40 h and 5-minute blocks at least
 * 10 d, or the compactor refuses to start, because downsampling could not catch up (Thanos cmd/thanos/compact.go).
 */
public record Retention(PromDuration raw, PromDuration fiveMinutes, PromDuration oneHour) {

    private static final PromDuration MIN_RAW = PromDuration.of("40h");
    private static final PromDuration MIN_FIVE_MINUTES = PromDuration.of("10d");

    public Retention {
        var problems = new ArrayList<FieldProblem>();
        if (raw.millis() != 0 && raw.compareTo(MIN_RAW) < 0) {
            problems.add(new FieldProblem(
                    "retention.raw",
                    "Raw blocks would go before they are downsampled.",
                    "Keep them 0s (for ever) or at least 40h."));
        }
        if (fiveMinutes.millis() != 0 && fiveMinutes.compareTo(MIN_FIVE_MINUTES) < 0) {
            problems.add(new FieldProblem(
                    "retention.fiveMinutes",
                    "5-minute blocks would go before they are downsampled.",
                    "Keep them 0s (for ever) or at least 10d."));
        }
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
    }

    public static Retention forEver() {
        var zero = new PromDuration(0);
        return new Retention(zero, zero, zero);
    }
}
