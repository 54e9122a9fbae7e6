/** Tests of the rule module. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.rule;
