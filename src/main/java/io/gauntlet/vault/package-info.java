/** Encryption of secrets at rest: AES-GCM envelopes that are bound to the row and column they were written for. */
@ApplicationModule(allowedDependencies = {"kernel"})
@NullMarked
package io.gauntlet.vault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
