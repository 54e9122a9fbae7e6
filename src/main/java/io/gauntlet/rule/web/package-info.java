/** Pages and REST calls of rule groups. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.rule.web;
