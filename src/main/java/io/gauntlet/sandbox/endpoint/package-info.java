/** What the simulated programs answer over HTTP, worked out from the objects and files that they were given. */
@NullMarked
package io.gauntlet.sandbox.endpoint;

import org.jspecify.annotations.NullMarked;
