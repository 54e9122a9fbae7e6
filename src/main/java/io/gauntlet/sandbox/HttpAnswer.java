package io.gauntlet.sandbox;

import io.gauntlet.sandbox.api.ApiResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Writes answers of the API to a connection. */
final class HttpAnswer {

    private final OutputStream out;
    private final Clock clock;

    HttpAnswer(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Sends a whole answer and returns how many bytes its body has. */
    long send(ApiResponse response) throws IOException {
        out.write(head(response, response.body().length));
        out.write(response.body());
        out.flush();
        return response.body().length;
    }

    /** Promises the whole body and sends only its beginning. */
    long sendCut(ApiResponse response, int bytes) throws IOException {
        var sent = Math.min(bytes, response.body().length);
        out.write(head(response, response.body().length));
        out.write(response.body(), 0, sent);
        out.flush();
        return sent;
    }

    /** Sends an answer that goes on, chunk by chunk; with a limit it breaks off after so many bytes. */
    long stream(ApiResponse response, ApiResponse.Stream stream, @Nullable Integer limit)
            throws IOException, InterruptedException {
        out.write(head(response, -1));
        out.flush();
        var chunks = new Chunks(out, limit == null ? Long.MAX_VALUE : limit);
        stream.writeTo(chunks);
        chunks.flush();
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return chunks.total;
    }

    private byte[] head(ApiResponse response, int length) {
        var head = new StringBuilder("HTTP/1.1 ").append(response.status()).append(" \r\n");
        head.append("Content-Type: ").append(response.contentType()).append("\r\n");
        head.append("Cache-Control: no-cache, private\r\nDate: ");
        head.append(DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atZone(ZoneOffset.UTC)));
        head.append("\r\n");
        response.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append(length < 0 ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: " + length + "\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static final class Chunks extends OutputStream {

        private final OutputStream out;
        private final long limit;
        private long total;

        Chunks(OutputStream out, long limit) {
            this.out = out;
            this.limit = limit;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return;
            }
            var allowed = (int) Math.min(length, limit - total);
            out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes, offset, allowed);
            total += allowed;
            if (allowed < length) {
                out.flush();
                throw new IOException("cut by a fault");
            }
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
