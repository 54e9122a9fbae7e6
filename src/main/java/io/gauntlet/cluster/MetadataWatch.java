package io.gauntlet.cluster;

import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceType;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches one kind on a thread of its own: list, follow, and from the start again when the version is forgotten. */
final class MetadataWatch implements ObjectWatch {

    private static final Logger LOG = LoggerFactory.getLogger(MetadataWatch.class);
    private static final Duration LENGTH = Duration.ofMinutes(4);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Rights and credentials do not come back within moments. */
    private static final Duration REFUSED_PAUSE = Duration.ofMinutes(5);

    private static final int MAX_EVENT = 2 * 1024 * 1024;

    private final ObjectMetadata metadata;
    private final ResourceType type;
    private final String namespace;
    private final LabelSelector selector;
    private final Runnable changed;
    private final Thread thread;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private volatile String version = "";
    private volatile boolean closed;

    MetadataWatch(
            ObjectMetadata metadata, ResourceType type, String namespace, LabelSelector selector, Runnable changed) {
        this.metadata = metadata;
        this.type = type;
        this.namespace = namespace;
        this.selector = selector;
        this.changed = changed;
        this.thread = Thread.ofVirtual().name("watch-" + type.plural()).unstarted(this::run);
    }

    MetadataWatch start() {
        thread.start();
        return this;
    }

    private void run() {
        var pause = FIRST_PAUSE;
        while (!closed) {
            try {
                if (version.isEmpty()) {
                    version = metadata.list(type, namespace, selector).version();
                    changed.run();
                }
                if (version.isEmpty()) {
                    // The kind is not served; it may be later.
                    pause = LONGEST_PAUSE;
                } else {
                    follow();
                    pause = FIRST_PAUSE;
                }
            } catch (ClusterCallException failed) {
                if (!closed) {
                    LOG.debug("The watch of {} is interrupted: {}", type.plural(), failed.getMessage());
                }
                version = "";
                pause = longer(pause, failed.failure());
            }
            if (version.isEmpty()) {
                sleep(pause);
            }
        }
    }

    private void follow() {
        line.reset();
        var status = metadata.follow(ObjectMetadata.path(type, namespace, selector), version, LENGTH, this::take);
        if (status == 410) {
            version = "";
        }
    }

    private void take(byte[] bytes) {
        var from = 0;
        for (var at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                line.write(bytes, from, at - from);
                from = at + 1;
                event(line.toByteArray());
                line.reset();
            }
        }
        line.write(bytes, from, bytes.length - from);
        if (line.size() > MAX_EVENT) {
            throw new ClusterCallException(Failure.BAD_ANSWER, "An event of the watch is too large.");
        }
    }

    private void event(byte[] json) {
        if (json.length == 0 || closed) {
            return;
        }
        var event = metadata.event(json);
        var kind = event.path("type").asString("");
        if ("ERROR".equals(kind)) {
            throw new ClusterCallException(Failure.SERVER_ERROR, "The watch has to start over.");
        }
        var seen = event.path("object").path("metadata").path("resourceVersion").asString("");
        if (!seen.isEmpty()) {
            version = seen;
        }
        if (!"BOOKMARK".equals(kind)) {
            changed.run();
        }
    }

    private static Duration longer(Duration pause, Failure failure) {
        if (failure == Failure.FORBIDDEN || failure == Failure.UNAUTHORIZED) {
            return REFUSED_PAUSE;
        }
        var next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }

    private void sleep(Duration pause) {
        try {
            Thread.sleep((long)
                    (pause.toMillis() * (0.5 + ThreadLocalRandom.current().nextDouble() / 2)));
        } catch (InterruptedException stopped) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
