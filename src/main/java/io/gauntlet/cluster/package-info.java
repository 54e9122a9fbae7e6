/** The inventory of Kubernetes clusters, their credentials and checks, and the port through which they are reached. */
@ApplicationModule(allowedDependencies = {"kernel", "vault"})
@NullMarked
package io.gauntlet.cluster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
