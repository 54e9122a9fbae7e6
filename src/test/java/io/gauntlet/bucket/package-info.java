/** Tests of the bucket module. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.bucket;
