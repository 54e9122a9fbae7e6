package io.gauntlet.cluster;

import io.gauntlet.kernel.ObjectRef;
import tools.jackson.databind.JsonNode;

/** An object as the API server holds it. */
public record LiveObject(ObjectRef ref, String uid, String resourceVersion, JsonNode content) {}
