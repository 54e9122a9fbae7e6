package io.gauntlet.adoption;

import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.UntrustedText;

/** Makes text of a cluster fit to be kept and shown. */
final class Untrusted {

    private static final int LINE = 253;
    private static final int TEXT = 16 * 1024;

    private Untrusted() {}

    /** One short line without control and formatting characters. */
    static String line(String text) {
        return UntrustedText.line(text, LINE);
    }

    /** Several lines, without control characters other than the ends of lines. */
    static String text(String text) {
        var cut = text.length() > TEXT ? text.substring(0, TEXT) + "\n…" : text;
        return cut.replaceAll("[\\p{Cntrl}\\p{Cf}&&[^\\n\\t]]", "");
    }

    /** A short name for a thing, from everything that makes it what it is. */
    static String id(String kind, String content) {
        return kind + "-" + Digest.of(content).abbreviated();
    }
}
