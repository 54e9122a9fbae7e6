/** Pages and REST of the adoption of running stacks. */
@NullMarked
package io.gauntlet.adoption.web;

import org.jspecify.annotations.NullMarked;
