/** Alertmanager configurations, their checks, their secrets, and which clusters use them. */
@ApplicationModule(allowedDependencies = {"kernel", "vault", "cluster", "change"})
@NullMarked
package io.gauntlet.routing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
