/** Tests of the pages and the REST interface of notification channels. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.notification.web;
