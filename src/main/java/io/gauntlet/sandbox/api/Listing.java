package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.StoredObject.Part;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Lists objects, page by page over one state of the cluster. */
final class Listing {

    private static final int OPEN_LISTS = 32;
    private static final String TOO_OLD =
            "The provided continue parameter is too old to display a consistent list result."
                    + " You can start a new list without the continue parameter, or use the continue token in this response to"
                    + " retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list"
                    + " - objects that were created, modified, or deleted between the time the first chunk was returned and now"
                    + " may show up in the list.";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ObjectStore store;
    private final Map<String, List<StoredObject>> open = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<StoredObject>> eldest) {
            return size() > OPEN_LISTS;
        }
    };

    Listing(ObjectStore store) {
        this.store = store;
    }

    static boolean metadataOnly(ApiRequest request) {
        return request.header("accept").contains("as=PartialObjectMetadata");
    }

    Predicate<StoredObject> condition(ResourceKind kind, ApiRequest request) {
        var labels = request.parameter("labelSelector");
        var fields = Selectors.fields(kind, request.parameter("fieldSelector"), store);
        if (labels.isBlank()) {
            return fields;
        }
        var selector = Selectors.labels(labels);
        return object -> selector.matches(object.metadata().path("labels")) && fields.test(object);
    }

    ApiResponse list(ResourceKind kind, String namespace, ApiRequest request) {
        var limit = request.parameter("limit").matches("\\d{1,9}") ? Integer.parseInt(request.parameter("limit")) : 0;
        var token = request.parameter("continue");
        long version;
        List<StoredObject> rest;
        if (token.isEmpty()) {
            var snapshot = store.list(kind, namespace);
            version = snapshot.version();
            var condition = condition(kind, request);
            rest = snapshot.objects().stream().filter(condition).toList();
        } else {
            version = version(token);
            rest = resume(token);
        }
        var next = "";
        var remaining = 0;
        var page = rest;
        if (limit > 0 && rest.size() > limit) {
            page = rest.subList(0, limit);
            remaining = rest.size() - limit;
            next = token(version, page.getLast().key());
            synchronized (open) {
                open.put(next, List.copyOf(rest.subList(limit, rest.size())));
            }
        }
        var counted = request.parameter("labelSelector").isEmpty()
                && request.parameter("fieldSelector").isEmpty();
        return write(kind, page, version, new Rest(next, counted ? remaining : 0), metadataOnly(request));
    }

    private record Rest(String token, int count) {}

    private static ApiResponse write(
            ResourceKind kind, List<StoredObject> page, long version, Rest rest, boolean metadataOnly) {
        var out = new ByteArrayOutputStream(256 + page.size() * 2048);
        var metadata = Json.object().put("resourceVersion", String.valueOf(version));
        if (!rest.token().isEmpty()) {
            metadata.put("continue", rest.token());
            if (rest.count() > 0) {
                metadata.put("remainingItemCount", rest.count());
            }
        }
        var head = metadataOnly
                ? "{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"
                : "{\"kind\":\"" + kind.kind() + "List\",\"apiVersion\":\"" + kind.apiVersion() + "\",\"metadata\":";
        out.writeBytes((head + metadata + ",\"items\":[").getBytes(StandardCharsets.UTF_8));
        var first = true;
        for (var object : page) {
            if (!first) {
                out.write(',');
            }
            first = false;
            object.write(out, metadataOnly ? Part.METADATA : Part.ITEM);
        }
        out.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return ApiResponse.json(200, out.toByteArray());
    }

    private List<StoredObject> resume(String token) {
        synchronized (open) {
            var rest = open.get(token);
            if (rest == null) {
                throw Failures.expired(TOO_OLD);
            }
            return rest;
        }
    }

    /** Forgets all lists that are not read to their end. */
    void expire() {
        synchronized (open) {
            open.clear();
        }
    }

    private static String token(long version, ObjectKey last) {
        var json = Json.object().put("v", "meta.k8s.io/v1").put("rv", version).put("start", last.position() + "\u0000");
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static long version(String token) {
        try {
            var version = JSON.readTree(Base64.getUrlDecoder().decode(token))
                    .path("rv")
                    .asLong(0);
            if (version > 0) {
                return version;
            }
        } catch (IllegalArgumentException | JacksonException broken) {
            throw Failures.badRequest("invalid continue token: continue key is not valid: " + broken.getMessage());
        }
        throw Failures.badRequest("invalid continue token: continue key is not valid");
    }

    /** All objects that a watch begins with. */
    List<StoredObject> matching(ResourceKind kind, String namespace, Predicate<StoredObject> condition) {
        return new ArrayList<>(
                store.list(kind, namespace).objects().stream().filter(condition).toList());
    }
}
