package io.gauntlet.access;

import io.gauntlet.kernel.Secret;

/** A token just made, with its value, which cannot be read a second time. */
public record NewToken(ApiToken token, Secret value) {}
