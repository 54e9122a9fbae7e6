/** Tests of sealing. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.vault;
