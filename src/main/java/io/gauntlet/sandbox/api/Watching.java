package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.ObjectStore.Change;
import io.gauntlet.sandbox.api.StoredObject.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** One watch: what changed since a version, then every change as it happens. */
final class Watching {

    private static final int LONGEST_SECONDS = 1800;
    private static final long BOOKMARK_SECONDS = 10;

    private final ObjectStore store;
    private final ResourceKind kind;
    private final String namespace;
    private final Predicate<StoredObject> condition;
    private final ApiRequest request;

    Watching(
            ObjectStore store,
            ResourceKind kind,
            String namespace,
            Predicate<StoredObject> condition,
            ApiRequest request) {
        this.store = store;
        this.kind = kind;
        this.namespace = namespace;
        this.condition = condition;
        this.request = request;
    }

    ApiResponse answer() {
        return ApiResponse.stream(this::run);
    }

    private void run(OutputStream out) throws IOException, InterruptedException {
        var queue = new LinkedBlockingQueue<Change>();
        Consumer<Change> listener = queue::add;
        var since = request.parameter("resourceVersion");
        var fromNow = since.isEmpty() || since.equals("0");
        var begun = store.exclusively(() -> {
            store.onChange(listener);
            if (fromNow || request.flag("sendInitialEvents")) {
                return List.<Change>of();
            }
            return store.changesAfter(Long.parseLong(since)).orElse(null);
        });
        try {
            if (begun == null) {
                expired(out, since);
                return;
            }
            if (fromNow || request.flag("sendInitialEvents")) {
                initial(out);
            }
            for (var change : begun) {
                write(out, change);
            }
            out.flush();
            follow(out, queue);
        } finally {
            store.forget(listener);
        }
    }

    private void initial(OutputStream out) throws IOException {
        var snapshot = store.list(kind, namespace);
        for (var object : snapshot.objects()) {
            if (condition.test(object)) {
                event(out, "ADDED", object);
            }
        }
        if (request.flag("sendInitialEvents") && request.flag("allowWatchBookmarks")) {
            bookmark(out, snapshot.version(), true);
        }
    }

    private void follow(OutputStream out, LinkedBlockingQueue<Change> queue) throws IOException, InterruptedException {
        var asked = request.parameter("timeoutSeconds");
        var seconds = asked.matches("\\d{1,6}") ? Math.min(Integer.parseInt(asked), LONGEST_SECONDS) : LONGEST_SECONDS;
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            var left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            var change = queue.poll(Math.min(left, TimeUnit.SECONDS.toNanos(BOOKMARK_SECONDS)), TimeUnit.NANOSECONDS);
            if (change != null) {
                write(out, change);
            } else if (request.flag("allowWatchBookmarks") && end - System.nanoTime() > 0) {
                bookmark(out, store.version(), false);
            }
            out.flush();
        }
    }

    private void write(OutputStream out, Change change) throws IOException {
        var key = change.object().key();
        if (!key.kind().equals(kind)
                || (!namespace.isEmpty() && !key.namespace().equals(namespace))) {
            return;
        }
        var before = change.before() != null && condition.test(change.before());
        var now = !change.deletion() && condition.test(change.object());
        if (before || now) {
            event(out, !before ? "ADDED" : now ? "MODIFIED" : "DELETED", change.object());
        }
    }

    private void event(OutputStream out, String type, StoredObject object) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.UTF_8));
        object.write(bytes, Listing.metadataOnly(request) ? Part.METADATA : Part.WHOLE);
        bytes.writeBytes("}\n".getBytes(StandardCharsets.UTF_8));
        bytes.writeTo(out);
    }

    private void bookmark(OutputStream out, long version, boolean end) throws IOException {
        var object = Json.object().put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        var metadata = object.putObject("metadata").put("resourceVersion", String.valueOf(version));
        metadata.putNull("creationTimestamp");
        if (end) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        line(out, "BOOKMARK", object);
    }

    private void expired(OutputStream out, String since) throws IOException {
        var failure = Failures.expired("too old resource version: " + since + " (" + store.version() + ")");
        line(out, "ERROR", failure.toStatus());
    }

    private static void line(OutputStream out, String type, ObjectNode object) throws IOException {
        var event = Json.object().put("type", type);
        event.set("object", object);
        out.write((event + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
