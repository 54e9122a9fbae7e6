/** REST calls and pages of profiles and stacks. */
@NullMarked
package io.gauntlet.stack.web;

import org.jspecify.annotations.NullMarked;
