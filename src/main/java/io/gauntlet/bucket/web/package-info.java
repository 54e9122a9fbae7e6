/** REST calls and pages of buckets. */
@NullMarked
package io.gauntlet.bucket.web;

import org.jspecify.annotations.NullMarked;
