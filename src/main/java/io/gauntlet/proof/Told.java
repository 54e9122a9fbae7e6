package io.gauntlet.proof;

/** Text from inside a cluster, made fit to be shown: one line, no control or direction characters, not long. */
final class Told {

    static final int MAX = 500;

    private Told() {}

    static String line(String text) {
        return line(text, MAX);
    }

    static String line(String text, int max) {
        var cut = text.length() > 8 * max ? text.substring(0, 8 * max) : text;
        var clean = cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\s]+", " ")
                .strip();
        return clean.length() <= max ? clean : clean.substring(0, max - 1) + "…";
    }
}
