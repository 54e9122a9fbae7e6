package io.gauntlet.rendering;

/** A part of an object that many objects share, with its JSON form made once. */
record Fragment(byte[] json) {

    static Fragment of(Doc doc) {
        return new Fragment(new CanonicalJson().write(doc));
    }
}
