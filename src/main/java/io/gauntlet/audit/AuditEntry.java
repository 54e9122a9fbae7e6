package io.gauntlet.audit;

import java.time.Instant;
import java.util.Map;

/** One line of the trail. */
public record AuditEntry(
        long seq, Instant at, String actor, String action, String subjectType, String subject, Map<String, String> details) {}
