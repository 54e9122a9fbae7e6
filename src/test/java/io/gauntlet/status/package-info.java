/** Tests of watching clusters and judging their health. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.status;
