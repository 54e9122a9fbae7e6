/** Tests of the stack module. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.stack;
