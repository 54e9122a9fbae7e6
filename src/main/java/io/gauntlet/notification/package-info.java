/** Tells people and programs what happens in the fleet: channels, and the delivery of events to them. */
@ApplicationModule(allowedDependencies = {"kernel", "vault", "cluster", "delivery"})
@NullMarked
package io.gauntlet.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
