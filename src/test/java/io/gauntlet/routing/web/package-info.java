/** Tests of the pages and REST calls of Alertmanager routing. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.routing.web;
