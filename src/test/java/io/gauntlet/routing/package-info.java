/** Tests of the routing module. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.routing;
