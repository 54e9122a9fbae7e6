package io.gauntlet.cluster;

import io.gauntlet.kernel.ObjectRef;

/** Which object it is and at which version: as much as has to be known to tell that nothing has changed. */
public record ObjectVersion(ObjectRef ref, String uid, String resourceVersion) {}
