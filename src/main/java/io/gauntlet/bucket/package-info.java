/** Object storage for blocks: settings, secrets, retention, and which cluster compacts it. */
@ApplicationModule(allowedDependencies = {"kernel", "vault", "cluster"})
@NullMarked
package io.gauntlet.bucket;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
