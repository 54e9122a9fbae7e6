/** What tests share: a database, a settable clock. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.support;
