package io.gauntlet.change;

import java.util.Optional;

/**
 * One document was added, edited or removed.
 *
 * @param kind   of the document, see {@link DocumentKind#kind}
 * @param before name and content before; empty when it is new
 * @param after  name and content after; empty when it was removed
 */
public record DocumentChange(String kind, Optional<Named> before, Optional<Named> after) {

    /** A document under its name. */
    public record Named(String name, ConfigDocument document) {}

    public DocumentChange {
        if (before.isEmpty() && after.isEmpty()) {
            throw new IllegalArgumentException("neither before nor after");
        }
    }

    public static DocumentChange added(String kind, Named after) {
        return new DocumentChange(kind, Optional.empty(), Optional.of(after));
    }

    public static DocumentChange edited(String kind, Named before, Named after) {
        return new DocumentChange(kind, Optional.of(before), Optional.of(after));
    }

    public static DocumentChange removed(String kind, Named before) {
        return new DocumentChange(kind, Optional.of(before), Optional.empty());
    }

    /** Whether nothing is different afterwards. */
    boolean idle() {
        return before.equals(after);
    }
}
