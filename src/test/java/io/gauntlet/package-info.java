/** Tests of the whole application. */
@org.jspecify.annotations.NullMarked
package io.gauntlet;
