@org.jspecify.annotations.NullMarked
package io.gauntlet.routing.web;
