package io.gauntlet.audit;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * One change.
 *
 * @param seq    1 for the first entry, without gaps
 * @param source where the change came from: page, api, system
 */
public record AuditEntry(
        long seq,
        Instant at,
        String actor,
        String source,
        String action,
        String subjectType,
        String subject,
        Map<String, String> details) {

    public AuditEntry {
        details = java.util.Collections.unmodifiableMap(new TreeMap<>(details));
    }
}
