package io.gauntlet.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads Status objects of an API server (apimachinery meta/v1): untrusted text, shortened. */
final class StatusCauses {

    private static final int MAX_MESSAGE = 2_000;
    private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]{1,200})\"");

    private StatusCauses() {}

    static String message(JsonNode status) {
        var text = status.path("message").asString("");
        return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) + " …" : text;
    }

    static List<ApplyOutcome.FieldConflict> conflicts(JsonNode status) {
        var conflicts = new ArrayList<ApplyOutcome.FieldConflict>();
        for (var cause : status.path("details").path("causes")) {
            if ("FieldManagerConflict".equals(cause.path("reason").asString(""))) {
                var manager = MANAGER.matcher(cause.path("message").asString(""));
                conflicts.add(new ApplyOutcome.FieldConflict(
                        manager.find() ? manager.group(1) : "unknown",
                        cause.path("field").asString("")));
            }
        }
        return conflicts;
    }

    /** Whether a cause is about this field. */
    static boolean names(JsonNode status, String field) {
        return status.path("details")
                .path("causes")
                .valueStream()
                .anyMatch(cause -> field.equals(cause.path("field").asString("")));
    }

    /** Whether the message of a 500 says that the object does not fit its schema. */
    static boolean blamesTheObject(String message) {
        return message.contains("strict decoding error") || message.contains("failed to create typed patch object");
    }
}
