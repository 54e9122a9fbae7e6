package io.gauntlet.delivery;

import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.ObjectRef;

/**
 * What is known to be in effect: these bytes, last seen at this identity, version and content of the live object.
 *
 * @param digest  content address of the manifest
 * @param content content address of the live object without bookkeeping
 */
record AppliedObject(ObjectRef ref, Digest digest, String uid, String version, Digest content) {}
