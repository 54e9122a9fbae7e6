/** What a Kubernetes API server does, stated once and asked of the double and, where there is one, of the real thing. */
@NullMarked
package io.gauntlet.sandbox.contract;

import org.jspecify.annotations.NullMarked;
