package io.gauntlet.rendering;

/** A long text that many objects hold, with its JSON form made once. */
final class EscapedText {

    private final String text;
    private final byte[] json;

    EscapedText(String text) {
        this.text = text;
        this.json = CanonicalJson.quoted(text);
    }

    String text() {
        return text;
    }

    byte[] json() {
        return json;
    }
}
