/** The whole application against simulated clusters, used as its users use it. */
@NullMarked
package io.gauntlet.e2e;

import org.jspecify.annotations.NullMarked;
