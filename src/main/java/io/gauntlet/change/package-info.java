/** What was changed when and by whom, document by document, and the way back from a single change. */
@ApplicationModule(allowedDependencies = {"kernel", "cluster"})
@NullMarked
package io.gauntlet.change;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
