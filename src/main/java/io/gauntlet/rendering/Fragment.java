package io.gauntlet.rendering;

/** A part of an object that many objects share, with its JSON form made once. */
final class Fragment {

    private final byte[] json;

    private Fragment(byte[] json) {
        this.json = json;
    }

    static Fragment of(Doc doc) {
        return new Fragment(new CanonicalJson().write(doc));
    }

    byte[] json() {
        return json;
    }
}
