package io.gauntlet.sandbox.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A request that the API refuses; becomes a Status object. Made by {@link Failures}. */
final class ApiFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;
    private final transient @Nullable Details details;

    /** One part of an object that is refused. */
    record Cause(String reason, String message, String field) {}

    /** What was refused; empty texts are left out. */
    record Details(String name, String group, String kind, String uid, List<Cause> causes) {

        static final Details NONE = new Details("", "", "", "", List.of());

        static Details of(ResourceKind kind, String name) {
            return new Details(name, kind.group(), kind.plural(), "", List.of());
        }
    }

    ApiFailure(int code, String reason, String message, @Nullable Details details) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    int code() {
        return code;
    }

    String message() {
        var message = getMessage();
        return message == null ? "" : message;
    }

    ObjectNode toStatus() {
        var status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure").put("message", message());
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        if (details != null) {
            write(details, status.putObject("details"));
        }
        return status.put("code", code);
    }

    static void write(Details details, ObjectNode node) {
        put(node, "name", details.name());
        put(node, "group", details.group());
        put(node, "kind", details.kind());
        put(node, "uid", details.uid());
        if (!details.causes().isEmpty()) {
            var causes = node.putArray("causes");
            for (var cause : details.causes()) {
                causes.addObject()
                        .put("reason", cause.reason())
                        .put("message", cause.message())
                        .put("field", cause.field());
            }
        }
    }

    private static void put(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }
}
