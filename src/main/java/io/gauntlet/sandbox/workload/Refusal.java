package io.gauntlet.sandbox.workload;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files that a program does not load, and everything that it says about that. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final String atStart;
    private final transient List<String> lines;
    private final transient @Nullable FileTree configuration;
    private final transient @Nullable FileTree rules;

    /**
     * A refusal after which everything stays as it was.
     *
     * @param answer what the program says to who asked for the reload
     * @param atStart what it ends with if it meets the files when it starts
     * @param lines what it logs, without the time
     */
    Refusal(String answer, String atStart, List<String> lines) {
        this(answer, atStart, lines, null, null);
    }

    private Refusal(
            String answer,
            String atStart,
            List<String> lines,
            @Nullable FileTree configuration,
            @Nullable FileTree rules) {
        super(answer, null, false, false);
        this.atStart = atStart;
        this.lines = List.copyOf(lines);
        this.configuration = configuration;
        this.rules = rules;
    }

    /** The same, but everything except the rules is taken from these files nevertheless. */
    Refusal taking(FileTree files) {
        return new Refusal(answer(), atStart, lines, files, rules);
    }

    /** The same, but the rules of these files are taken nevertheless. */
    Refusal takingRulesOf(FileTree files) {
        return new Refusal(answer(), atStart, lines, configuration, files);
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

    /** From which files everything except the rules is in use now; empty if that stays as it was. */
    Optional<FileTree> configuration() {
        return Optional.ofNullable(configuration);
    }

    /** From which files the rules are in use now; empty if they stay as they were. */
    Optional<FileTree> rules() {
        return Optional.ofNullable(rules);
    }
}
