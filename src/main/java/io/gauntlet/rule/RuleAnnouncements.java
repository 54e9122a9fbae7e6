package io.gauntlet.rule;

import io.gauntlet.change.ChangeLog;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Whom this module tells what was done: the trail, and the history of documents. */
@Component
record RuleAnnouncements(ApplicationEventPublisher events, ChangeLog changes) {}
