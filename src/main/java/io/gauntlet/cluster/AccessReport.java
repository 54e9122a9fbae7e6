package io.gauntlet.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the checks of a cluster found. */
public record AccessReport(List<Check> checks) {

    public AccessReport {
        checks = List.copyOf(checks);
    }

    /** Whether nothing failed. */
    public boolean passed() {
        return checks.stream().noneMatch(check -> check.result() == Result.FAIL);
    }

    /** How one check ended. */
    public enum Result {
        OK,
        /** It works, but something should be looked at. */
        WARN,
        FAIL,
        /** Not tried, because an earlier one failed. */
        SKIPPED
    }

    /**
     * One check.
     *
     * @param name    stable: reachable, tls, identity, version, permissions, storage-class, clock
     * @param cause   what was found, for people
     * @param missing each thing that is missing, one line for each
     * @param fix     a command or a step that mends it; null when there is nothing to mend
     */
    public record Check(
            String name,
            Result result,
            String cause,
            List<String> missing,
            @Nullable String fix) {

        public Check {
            missing = List.copyOf(missing);
        }

        Check(String name, Result result, String cause, @Nullable String fix) {
            this(name, result, cause, List.of(), fix);
        }
    }
}
