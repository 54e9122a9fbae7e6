package io.gauntlet.kernel;

/** Makes text that a cluster sent fit to be kept and shown. */
public final class UntrustedText {

    private UntrustedText() {}

    /** One line of at most so many characters, without control and formatting characters. */
    public static String line(String text, int max) {
        // Formatting characters can turn the direction of what follows them, so they go with the control characters.
        var cut = text.length() > 4 * max ? text.substring(0, 4 * max) : text;
        var clean = cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        return clean.length() <= max ? clean : clean.substring(0, max - 1) + "…";
    }
}
