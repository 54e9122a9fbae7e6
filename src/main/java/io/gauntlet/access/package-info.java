/** Users, roles, API tokens. */
@ApplicationModule(allowedDependencies = {"kernel"})
@NullMarked
package io.gauntlet.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
