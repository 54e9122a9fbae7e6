/** What was last seen of every cluster, with its age, and the pages that show it. */
@ApplicationModule(allowedDependencies = {"kernel", "cluster", "stack", "delivery"})
@NullMarked
package io.gauntlet.status;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
