package io.gauntlet.status;

/** Cuts text that a cluster sent to one short line without control characters, before it is kept or shown. */
final class UntrustedText {

    static final int MAX = 300;

    private UntrustedText() {}

    static String line(String text, int max) {
        // Formatting characters can turn the direction of what follows them, so they go with the control characters.
        var cut = text.length() > 4 * max ? text.substring(0, 4 * max) : text;
        var clean = cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        return clean.length() <= max ? clean : clean.substring(0, max - 1) + "…";
    }
}
