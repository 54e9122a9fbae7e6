/** Tests of plans and rollouts. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.delivery;
