package io.gauntlet.sandbox.api;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Bytes that many objects may share, packed when that saves space. */
final class Blob {

    private static final int WORTH_PACKING = 160;

    private final byte[] packed;

    /** Length before packing; zero if the bytes are stored as they are. */
    private final int length;

    private final int hash;

    private Blob(byte[] packed, int length) {
        this.packed = packed;
        this.length = length;
        this.hash = Arrays.hashCode(packed);
    }

    static Blob of(byte[] bytes) {
        if (bytes.length < WORTH_PACKING) {
            return new Blob(bytes, 0);
        }
        try (var deflater = new Deflater(Deflater.BEST_SPEED, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            var buffer = new byte[bytes.length];
            var size = deflater.deflate(buffer);
            return deflater.finished() && size < bytes.length
                    ? new Blob(Arrays.copyOf(buffer, size), bytes.length)
                    : new Blob(bytes, 0);
        }
    }

    byte[] bytes() {
        if (length == 0) {
            return packed;
        }
        try (var inflater = new Inflater(true)) {
            inflater.setInput(packed);
            var bytes = new byte[length];
            var at = 0;
            while (at < length) {
                var step = inflater.inflate(bytes, at, length - at);
                if (step == 0 && inflater.needsInput()) {
                    throw new IllegalStateException("a stored object is cut off");
                }
                at += step;
            }
            return bytes;
        } catch (DataFormatException broken) {
            throw new IllegalStateException("a stored object cannot be unpacked", broken);
        }
    }

    void writeTo(ByteArrayOutputStream out) {
        out.writeBytes(bytes());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Blob blob && hash == blob.hash && Arrays.equals(packed, blob.packed);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
