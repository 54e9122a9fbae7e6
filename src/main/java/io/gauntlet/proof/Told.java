package io.gauntlet.proof;

/** Text from inside a cluster, made fit to be shown: one line, no control characters, not long. */
final class Told {

    static final int MAX = 500;

    private Told() {}

    static String line(String text) {
        var cut = text.length() > 8 * MAX ? text.substring(0, 8 * MAX) : text;
        var clean = cut.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return clean.length() <= MAX ? clean : clean.substring(0, MAX - 1) + "…";
    }
}
