/** The trail of every change. */
@ApplicationModule(allowedDependencies = {"kernel", "access"})
@NullMarked
package io.gauntlet.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
