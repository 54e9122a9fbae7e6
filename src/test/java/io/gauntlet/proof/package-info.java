@org.jspecify.annotations.NullMarked
package io.gauntlet.proof;
