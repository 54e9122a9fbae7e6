/** Value types and failures that every module speaks: no Spring, no I/O. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.gauntlet.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
