/** The API server of the simulated clusters: what it stores, checks, fills in, owns field by field, and answers. */
@NullMarked
package io.gauntlet.sandbox.api;

import org.jspecify.annotations.NullMarked;
