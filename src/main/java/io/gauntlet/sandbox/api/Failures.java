package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.ApiFailure.Cause;
import io.gauntlet.sandbox.api.ApiFailure.Details;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The refusals of the API in the words of a real one. */
final class Failures {

    private static final String MODIFIED =
            "the object has been modified; please apply your changes to the latest version and try again";

    private Failures() {}

    static ApiFailure badRequest(String message) {
        return new ApiFailure(400, "BadRequest", message, null);
    }

    static ApiFailure unauthorized() {
        return new ApiFailure(401, "Unauthorized", "Unauthorized", null);
    }

    static ApiFailure forbidden(ResourceKind kind, String name, String why) {
        var subject = qualified(kind) + (name.isEmpty() ? "" : " \"" + name + "\"");
        return new ApiFailure(403, "Forbidden", subject + " is forbidden: " + why, Details.of(kind, name));
    }

    static ApiFailure notFound(ResourceKind kind, String name) {
        return new ApiFailure(404, "NotFound", qualified(kind) + " \"" + name + "\" not found", Details.of(kind, name));
    }

    static ApiFailure noSuchResource() {
        return new ApiFailure(404, "NotFound", "the server could not find the requested resource", Details.NONE);
    }

    static ApiFailure methodNotAllowed() {
        return new ApiFailure(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                Details.NONE);
    }

    static ApiFailure alreadyExists(ResourceKind kind, String name) {
        return new ApiFailure(
                409, "AlreadyExists", qualified(kind) + " \"" + name + "\" already exists", Details.of(kind, name));
    }

    static ApiFailure conflict(ResourceKind kind, String name, String why) {
        return new ApiFailure(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + qualified(kind) + " \"" + name + "\": " + why,
                Details.of(kind, name));
    }

    static ApiFailure modified(ResourceKind kind, String name) {
        return conflict(kind, name, MODIFIED);
    }

    /** A precondition of a deletion that does not hold; names the kind, not the resource. */
    static ApiFailure precondition(ResourceKind kind, String name, String why) {
        var title = kind.kind() + (kind.group().isEmpty() ? "" : "." + kind.group());
        return new ApiFailure(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + title + " \"" + name + "\": " + why,
                new Details(name, kind.group(), kind.kind(), "", List.of()));
    }

    static ApiFailure applyConflict(Map<String, FieldSet> conflicts) {
        var causes = new ArrayList<Cause>();
        conflicts.forEach((title, fields) -> fields.paths()
                .forEach(path -> causes.add(new Cause("FieldManagerConflict", "conflict with " + title, path))));
        var message = new StringBuilder("Apply failed with " + causes.size() + " conflict");
        if (causes.size() == 1) {
            message.append(": ").append(causes.getFirst().message());
            message.append(": ").append(causes.getFirst().field());
        } else {
            message.append("s: ");
            message.append(conflicts.entrySet().stream()
                    .map(entry ->
                            (entry.getValue().paths().size() == 1 && conflicts.size() == 1 ? "conflict" : "conflicts")
                                    + " with " + entry.getKey() + ":\n"
                                    + entry.getValue().paths().stream()
                                            .map(path -> "- " + path)
                                            .collect(Collectors.joining("\n")))
                    .collect(Collectors.joining("\n")));
        }
        return new ApiFailure(409, "Conflict", message.toString(), new Details("", "", "", "", causes));
    }

    static ApiFailure invalid(ResourceKind kind, String name, List<Cause> causes) {
        return invalid(kind.kind(), kind.group(), name, causes);
    }

    static ApiFailure invalid(String kind, String group, String name, List<Cause> causes) {
        var problems = causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .distinct()
                .collect(Collectors.joining(", "));
        var title = kind + (group.isEmpty() ? "" : "." + group);
        return new ApiFailure(
                422,
                "Invalid",
                title + " \"" + name + "\" is invalid: "
                        + (causes.size() > 1 && problems.contains(", ") ? "[" + problems + "]" : problems),
                new Details(name, group, kind, "", causes));
    }

    static ApiFailure invalidOptions(String options, Cause cause) {
        return invalid(options, "meta.k8s.io", "", List.of(cause));
    }

    static ApiFailure expired(String message) {
        return new ApiFailure(410, "Expired", message, null);
    }

    static ApiFailure unsupportedMediaType() {
        return new ApiFailure(415, "UnsupportedMediaType", "415: Unsupported Media Type", Details.NONE);
    }

    static ApiFailure unavailable(String message) {
        return new ApiFailure(503, "ServiceUnavailable", message, null);
    }

    static ApiFailure internal(String message) {
        return new ApiFailure(500, "", message, null);
    }

    private static String qualified(ResourceKind kind) {
        return kind.plural() + (kind.group().isEmpty() ? "" : "." + kind.group());
    }
}
