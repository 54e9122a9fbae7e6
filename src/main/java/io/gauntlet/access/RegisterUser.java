package io.gauntlet.access;

import io.gauntlet.kernel.Secret;

/** Command to add a person. */
public record RegisterUser(String name, Secret password, Role role) {}
