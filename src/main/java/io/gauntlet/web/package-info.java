/** The frame that all pages and API calls share: security, errors, layout. */
@ApplicationModule(allowedDependencies = {"kernel", "access"})
@NullMarked
package io.gauntlet.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
