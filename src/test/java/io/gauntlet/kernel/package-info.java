/** Tests of the value types. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.kernel;
