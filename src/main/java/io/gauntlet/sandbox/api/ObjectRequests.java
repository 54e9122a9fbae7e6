package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.ApiFailure.Cause;
import io.gauntlet.sandbox.api.StoredObject.Part;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers requests for objects: reads, writes and watches. */
final class ObjectRequests {

    private final ObjectStore store;
    private final Writes writes;
    private final Deletions deletions;
    private final Listing listing;
    private final Authorizer authorizer;
    private final Namespaces namespaces;

    ObjectRequests(
            ObjectStore store,
            Writes writes,
            Deletions deletions,
            Listing listing,
            Authorizer authorizer,
            Namespaces namespaces) {
        this.store = store;
        this.writes = writes;
        this.deletions = deletions;
        this.listing = listing;
        this.authorizer = authorizer;
        this.namespaces = namespaces;
    }

    ApiResponse collection(User user, ResourceKind kind, String namespace, ApiRequest request) {
        requireAcceptable(request);
        return switch (request.method()) {
            case "GET" ->
                request.flag("watch")
                        ? new Watching(store, kind, namespace, listing.condition(kind, request), request).answer()
                        : list(kind, namespace, request);
            case "POST" -> create(user, kind, namespace, request);
            default -> throw Failures.methodNotAllowed();
        };
    }

    private ApiResponse list(ResourceKind kind, String namespace, ApiRequest request) {
        var wanted = request.parameter("resourceVersion");
        var current = store.version();
        if (wanted.matches("\\d{1,18}") && Long.parseLong(wanted) > current) {
            var status = new ApiFailure(
                            504,
                            "Timeout",
                            "Timeout: Too large resource version: " + wanted + ", current: " + current,
                            new ApiFailure.Details(
                                    "",
                                    "",
                                    "",
                                    "",
                                    List.of(new Cause("ResourceVersionTooLarge", "Too large resource version", ""))))
                    .toStatus();
            Json.child(status, "details").put("retryAfterSeconds", 1);
            return ApiResponse.json(504, status).with(Map.of("Retry-After", "1"));
        }
        return listing.list(kind, namespace, request);
    }

    private static void requireAcceptable(ApiRequest request) {
        var accept = request.header("accept");
        if (!accept.isEmpty() && !accept.contains("json") && !accept.contains("*")) {
            throw new ApiFailure(406, "NotAcceptable", "406: Not Acceptable", ApiFailure.Details.NONE);
        }
    }

    ApiResponse object(User user, ObjectKey key, boolean status, ApiRequest request) {
        requireAcceptable(request);
        return switch (request.method()) {
            case "GET" -> {
                var found = store.find(key).orElseThrow(() -> Failures.notFound(key.kind(), key.name()));
                var part = Listing.metadataOnly(request) ? Part.METADATA : Part.WHOLE;
                yield ApiResponse.json(200, found.toJson(part));
            }
            case "PUT" -> replace(user, key, status, request);
            case "PATCH" -> patch(user, key, status, request);
            case "DELETE" -> delete(key, request);
            default -> throw Failures.methodNotAllowed();
        };
    }

    private ApiResponse create(User user, ResourceKind kind, String namespace, ApiRequest request) {
        var options = options("CreateOptions", request);
        var strictness = Decoding.Strictness.of(request.parameter("fieldValidation"), "CreateOptions");
        var body = Decoding.json(request.body());
        var warnings = Decoding.check(kind, request.body(), body, strictness);
        authorizer.requireNoEscalation(user, ObjectKey.of(kind, namespace, Json.text(body, "metadata", "name")), body);
        return written(writes.create(kind, namespace, body, options), options, warnings);
    }

    private ApiResponse replace(User user, ObjectKey key, boolean status, ApiRequest request) {
        var options = options("UpdateOptions", request);
        var strictness = Decoding.Strictness.of(request.parameter("fieldValidation"), "UpdateOptions");
        var body = Decoding.json(request.body());
        var warnings = Decoding.check(key.kind(), request.body(), body, strictness);
        authorizer.requireNoEscalation(user, key, body);
        return written(writes.replace(key, body, status, options), options, warnings);
    }

    private ApiResponse patch(User user, ObjectKey key, boolean status, ApiRequest request) {
        var options = options("PatchOptions", request);
        var strictness = Decoding.Strictness.of(request.parameter("fieldValidation"), "PatchOptions");
        switch (request.mediaType()) {
            case "application/apply-patch+yaml" -> {
                if (request.parameter("fieldManager").isEmpty()) {
                    throw Failures.invalidOptions(
                            "PatchOptions",
                            new Cause(
                                    "FieldValueRequired",
                                    "Required value: is required for apply patch",
                                    "fieldManager"));
                }
                var applied = Decoding.applied(key.kind(), request.body());
                authorizer.requireNoEscalation(user, key, applied);
                return written(writes.apply(key, applied, options), options, List.of());
            }
            case "application/merge-patch+json" -> {
                var patch = Decoding.json(request.body());
                requireKnown(key.kind(), patch, strictness);
                authorizer.requireNoEscalation(user, key, patch);
                return written(writes.merge(key, patch, status, options), options, List.of());
            }
            default -> throw Failures.unsupportedMediaType();
        }
    }

    private static void requireKnown(ResourceKind kind, JsonNode patch, Decoding.Strictness strictness) {
        if (strictness == Decoding.Strictness.STRICT) {
            var unknown = SchemaCheck.of(patch, kind.type()).stream()
                    .filter(problem -> problem.sort() == SchemaCheck.Sort.UNKNOWN)
                    .map(SchemaCheck.Problem::decoded)
                    .collect(Collectors.joining(", "));
            if (!unknown.isEmpty()) {
                throw Failures.invalid(
                        "",
                        "",
                        "",
                        List.of(new Cause(
                                "FieldValueInvalid",
                                "Invalid value: \"" + patch + "\": strict decoding error: " + unknown,
                                "patch")));
            }
        }
    }

    private ApiResponse written(Writes.Result result, Writes.Options options, List<String> warnings) {
        var key = result.object().key();
        if (result.created() && !options.dryRun() && key.kind().kind().equals("Namespace")) {
            namespaces.complete(key.name());
        }
        var response =
                ApiResponse.json(result.created() ? 201 : 200, result.object().toJson(Part.WHOLE));
        return warnings.isEmpty()
                ? response
                : response.with(
                        Map.of("Warning", "299 - \"" + warnings.getFirst().replace("\"", "\\\"") + "\""));
    }

    private ApiResponse delete(ObjectKey key, ApiRequest request) {
        var dryRun = options("DeleteOptions", request).dryRun();
        ObjectNode options = request.body().length == 0 ? Json.object() : Decoding.json(request.body());
        var dry = dryRun
                || options.path("dryRun")
                        .valueStream()
                        .anyMatch(one -> one.asString("").equals("All"));
        return ApiResponse.json(200, deletions.delete(key, options, request.parameter("propagationPolicy"), dry));
    }

    private static Writes.Options options(String type, ApiRequest request) {
        var dryRun = request.parameter("dryRun");
        if (!dryRun.isEmpty() && !dryRun.equals("All")) {
            throw Failures.invalidOptions(
                    type,
                    new Cause(
                            "FieldValueNotSupported",
                            "Unsupported value: [\"" + dryRun + "\"]: supported values: \"All\"",
                            "dryRun"));
        }
        return new Writes.Options(request.manager(), !dryRun.isEmpty(), request.flag("force"));
    }
}
