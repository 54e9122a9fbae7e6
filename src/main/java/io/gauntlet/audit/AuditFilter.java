package io.gauntlet.audit;

import org.jspecify.annotations.Nullable;

/** Which entries to show; null for all. */
public record AuditFilter(
        @Nullable String actor,
        @Nullable String action,
        @Nullable String subject) {}
