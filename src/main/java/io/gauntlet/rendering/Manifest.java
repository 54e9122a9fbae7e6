package io.gauntlet.rendering;

import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.ObjectRef;

/**
 * One rendered object.
 *
 * @param json      canonical bytes: UTF-8, keys sorted, no white space, no uid or resourceVersion
 * @param digest    of the bytes
 * @param component what it belongs to: {@code prometheus}, {@code querier}, …
 */
public record Manifest(ObjectRef ref, Phase phase, String component, byte[] json, Digest digest) {

    /** Whether its values must not be shown. */
    public boolean secret() {
        return "Secret".equals(ref.type().kind());
    }
}
