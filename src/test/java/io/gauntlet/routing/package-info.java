/** Tests of routing. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.routing;
