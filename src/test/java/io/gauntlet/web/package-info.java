/** Tests of the web module. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.web;
