/** Tests of the pages and calls of the status module. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.status.web;
