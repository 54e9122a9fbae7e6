/** Tests of the access module. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.access;
