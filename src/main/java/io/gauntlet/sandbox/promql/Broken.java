package io.gauntlet.sandbox.promql;

/** A configuration that its program refuses, in the words in which the program says so. */
public final class Broken extends Exception {

    private static final long serialVersionUID = 1L;

    public Broken(String message) {
        super(message, null, false, false);
    }

    /** The message of this problem; never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
