@NullMarked
package io.gauntlet.cluster;

import org.jspecify.annotations.NullMarked;
