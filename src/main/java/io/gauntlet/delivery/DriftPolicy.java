package io.gauntlet.delivery;

import io.gauntlet.kernel.DomainException;
import java.util.List;

/**
 * What is done about drift in a cluster.
 *
 * @param except fields that are left as they are found; only with {@link Mode#HEAL_EXCEPT}
 */
public record DriftPolicy(Mode mode, List<DriftField> except) {

    /** Most fields that are left out. */
    public static final int MAX_FIELDS = 50;

    public DriftPolicy {
        except = List.copyOf(except);
        if (except.size() > MAX_FIELDS) {
            throw DomainException.Invalid.of(
                    "except",
                    "There are too many fields.",
                    "Name at most " + MAX_FIELDS + " fields; * stands for any name.");
        }
        if (mode == Mode.HEAL_EXCEPT && except.isEmpty()) {
            throw DomainException.Invalid.of(
                    "except",
                    "No field is named.",
                    "Name the fields that are not healed, or choose to heal everything.");
        }
        if (mode != Mode.HEAL_EXCEPT && !except.isEmpty()) {
            throw DomainException.Invalid.of(
                    "except",
                    "Fields are named, but this policy makes no exceptions.",
                    "Leave the fields out, or choose to heal with exceptions.");
        }
    }

    /** What is done. */
    public enum Mode {
        /** Drift is shown; a person may heal it. */
        REPORT,
        /** Drift is healed at once. */
        HEAL,
        /** Drift is healed at once, but some fields are left as they are found. */
        HEAL_EXCEPT
    }

    /** What holds for a cluster of which nothing was said. */
    public static DriftPolicy report() {
        return new DriftPolicy(Mode.REPORT, List.of());
    }

    boolean heals() {
        return mode != Mode.REPORT;
    }

    boolean excepts(String kind, String field) {
        return except.stream().anyMatch(pattern -> pattern.covers(kind, field));
    }
}
