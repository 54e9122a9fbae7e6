/** Tests of the notification module. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.notification;
