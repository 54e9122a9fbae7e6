package io.gauntlet.notification;

/** Text of strangers within Slack's markup. */
final class SlackText {

    /** A section holds 3000 characters, and escapes make one character five. */
    private static final int LONGEST = 500;

    private SlackText() {}

    /**
     * One line of at most 500 characters in which nothing links, mentions or formats: the three control characters of Slack are
     * escaped as it prescribes, and those that format get invisible neighbours.
     */
    static String escape(String text) {
        var line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ").strip();
        var cut = line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
        return cut.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("([*~`])", "\u200B$1\u200B");
    }
}
