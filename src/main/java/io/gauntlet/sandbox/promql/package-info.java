/** Reads and computes PromQL as far as simulated answers need it. */
@NullMarked
package io.gauntlet.sandbox.promql;

import org.jspecify.annotations.NullMarked;
