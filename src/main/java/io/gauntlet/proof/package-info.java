/** Evidence that what was applied to a cluster is what its replicas run. */
@NullMarked
@ApplicationModule
package io.gauntlet.proof;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
