package io.gauntlet.sandbox.workload;

import java.util.List;

/** Files that a program does not load, and everything that it says about that. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final String atStart;
    private final transient List<String> lines;
    private final boolean configurationTaken;

    /**
     * @param answer what it says to who asked for the reload
     * @param atStart what it ends with if it meets the files when it starts
     * @param lines what it logs, without the time
     * @param configurationTaken whether all but the rules is in use nevertheless, as with Prometheus
     */
    Refusal(String answer, String atStart, List<String> lines, boolean configurationTaken) {
        super(answer, null, false, false);
        this.atStart = atStart;
        this.lines = List.copyOf(lines);
        this.configurationTaken = configurationTaken;
    }

    String answer() {
        return String.valueOf(getMessage());
    }

    String atStart() {
        return atStart;
    }

    List<String> lines() {
        return lines;
    }

    boolean configurationTaken() {
        return configurationTaken;
    }
}
