/** Pages and calls of the status module, the search and the style guide. */
@NullMarked
package io.gauntlet.status.web;

import org.jspecify.annotations.NullMarked;
