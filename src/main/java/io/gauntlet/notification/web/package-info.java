/** REST calls and pages of notification channels. */
@NullMarked
package io.gauntlet.notification.web;

import org.jspecify.annotations.NullMarked;
