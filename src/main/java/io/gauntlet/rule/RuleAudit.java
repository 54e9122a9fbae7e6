package io.gauntlet.rule;

import io.gauntlet.kernel.AuditableEvent;
import java.util.Map;

/** What happened to a rule group, for the trail. */
record RuleAudit(String action, String subject, Map<String, String> details) implements AuditableEvent {

    RuleAudit {
        details = Map.copyOf(details);
    }

    @Override
    public String subjectType() {
        return "rule-group";
    }
}
