/** The audit page and its API. */
@NullMarked
package io.gauntlet.audit.web;

import org.jspecify.annotations.NullMarked;
