package io.gauntlet.bucket;

import io.gauntlet.kernel.AuditableEvent;
import java.util.Map;

/** What happened to a bucket, for the trail. */
record BucketAudit(String action, String subject, Map<String, String> details) implements AuditableEvent {

    BucketAudit {
        details = Map.copyOf(details);
    }

    @Override
    public String subjectType() {
        return "bucket";
    }
}
