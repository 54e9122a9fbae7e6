package io.gauntlet.access;

import java.time.Instant;
import java.util.UUID;

/** A person who can sign in. */
public record User(UUID id, String name, Role role, boolean enabled, int version, Instant createdAt) {}
