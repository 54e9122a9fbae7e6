package io.gauntlet.bucket;

import java.util.Map;

/** Settings that Thanos will accept, in normalised form. */
record CheckedBucket(String type, String identity, Map<String, Object> settings, String prefix) {}
