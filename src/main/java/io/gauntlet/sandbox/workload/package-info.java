/** The part of a simulated cluster that lives: controllers, a kubelet, and what the started programs have loaded. */
@NullMarked
package io.gauntlet.sandbox.workload;

import org.jspecify.annotations.NullMarked;
