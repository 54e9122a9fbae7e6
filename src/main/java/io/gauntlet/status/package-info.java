/** What was last seen of every cluster, with its age, and the pages that show it. */
@ApplicationModule(allowedDependencies = {"kernel", "cluster", "bucket", "stack", "rule", "routing", "delivery"})
@NullMarked
package io.gauntlet.status;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
