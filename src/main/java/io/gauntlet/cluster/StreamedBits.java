package io.gauntlet.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.gauntlet.cluster.ClusterCallException.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands on the bits of a streamed success; collects those of a refusal. The first failure of the taker ends the stream. */
final class StreamedBits {

    private final Consumer<byte[]> sink;
    private final int maxRefusal;
    private final ByteArrayOutputStream refusal = new ByteArrayOutputStream();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile boolean good;

    StreamedBits(Consumer<byte[]> sink, int maxRefusal) {
        this.sink = sink;
        this.maxRefusal = maxRefusal;
    }

    /** Says what the bits belong to, before the first one. */
    void begin(int status) {
        good = status / 100 == 2;
    }

    void take(List<ByteBuffer> chunks, AsyncBody body) {
        try {
            for (var chunk : chunks) {
                var bytes = new byte[chunk.remaining()];
                chunk.get(bytes);
                take(bytes);
            }
            body.consume();
        } catch (RuntimeException failed) {
            failure.compareAndSet(null, failed);
            body.cancel();
        }
    }

    private void take(byte[] bytes) {
        if (good) {
            sink.accept(bytes);
            return;
        }
        if (refusal.size() + bytes.length > maxRefusal) {
            throw new ClusterCallException(Failure.BAD_ANSWER, "The answer is too large.");
        }
        refusal.writeBytes(bytes);
    }

    ByteArrayOutputStream refusal() {
        return refusal;
    }

    /** Throws what the taker threw. */
    void rethrow() {
        var failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }
}
