package io.gauntlet.access;

import java.time.Instant;
import java.util.UUID;

/** Somebody who can sign in, as they were when read. */
public record User(UUID id, String name, Role role, boolean enabled, Instant createdAt, int version) {}
