package io.gauntlet.kernel;

import java.util.Map;

/**
 * Something that a person or a program changed. Modules publish it inside the transaction of the change; the audit module
 * writes its entry in the same transaction, so a change without an entry cannot be committed. Details never hold secrets.
 */
public interface AuditableEvent {

    /** Past tense, dotted: {@code cluster.registered}. */
    String action();

    /** The kind of the thing: {@code cluster}, {@code rule-group}. */
    String subjectType();

    /** The name or id of the thing. */
    String subject();

    /** What else a reader of the trail needs to know: short, without secrets. */
    default Map<String, String> details() {
        return Map.of();
    }
}
