package io.gauntlet.stack;

import io.gauntlet.change.ChangeLog;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Whom this module tells what was done: the trail, and the history of documents. */
@Component
record StackAnnouncements(ApplicationEventPublisher events, ChangeLog changes) {}
