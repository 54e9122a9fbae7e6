/** REST calls and pages of rule groups. */
@NullMarked
package io.gauntlet.rule.web;

import org.jspecify.annotations.NullMarked;
