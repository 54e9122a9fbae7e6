/** What the monitoring stack of a cluster is made of: profiles, overrides, effective settings with their origin. */
@ApplicationModule(allowedDependencies = {"kernel", "vault", "cluster", "change", "bucket"})
@NullMarked
package io.gauntlet.stack;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
