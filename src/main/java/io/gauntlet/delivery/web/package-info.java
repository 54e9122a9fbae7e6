/** Pages and REST of plans and rollouts. */
@NullMarked
package io.gauntlet.delivery.web;

import org.jspecify.annotations.NullMarked;
