package io.gauntlet.change;

import java.util.Optional;

/**
 * A kind of document whose changes are kept. The module that owns it provides one bean, which works through that module's own
 * service: what is put back is checked like any other save, inside the caller's transaction.
 */
public interface DocumentKind {

    /** The name of the kind: {@code rule-group}. */
    String kind();

    /** What people call it: {@code rule group}. */
    String title();

    /** The document as it is now. */
    Optional<ConfigDocument> find(String name);

    /** Brings a removed document back. */
    void add(String name, ConfigDocument document);

    /** Replaces the document; the new one may give it another name. */
    void edit(String name, ConfigDocument document);

    void remove(String name);
}
