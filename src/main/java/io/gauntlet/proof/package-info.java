/** Evidence that what was applied to a cluster is what its replicas run, and the way to bring it to them at once. */
@ApplicationModule(allowedDependencies = {"kernel", "cluster"})
@NullMarked
package io.gauntlet.proof;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
