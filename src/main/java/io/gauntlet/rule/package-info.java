/** Alerting and recording rule groups, their checks, and which clusters evaluate them. */
@ApplicationModule(allowedDependencies = {"kernel", "cluster", "change"})
@NullMarked
package io.gauntlet.rule;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
