/** A pure function from settings, rules and routing to the Kubernetes objects of one cluster. */
@ApplicationModule(allowedDependencies = {"kernel", "cluster", "bucket", "stack", "rule", "routing"})
@NullMarked
package io.gauntlet.rendering;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
