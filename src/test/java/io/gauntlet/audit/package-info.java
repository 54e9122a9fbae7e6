/** Tests of the audit module. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.audit;
