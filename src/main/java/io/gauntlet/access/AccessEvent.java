package io.gauntlet.access;

import io.gauntlet.kernel.AuditableEvent;

/** Something was done to a user or an API token. */
public record AccessEvent(String action, String subjectType, String subject) implements AuditableEvent {}
