/** REST calls and pages of routings. */
@NullMarked
package io.gauntlet.routing.web;

import org.jspecify.annotations.NullMarked;
