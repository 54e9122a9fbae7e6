package io.gauntlet.sandbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP/1.1 request as it came over a connection.
 *
 * @param headers by lower-case name
 */
record HttpExchange(String method, String path, String query, Map<String, String> headers, byte[] body) {

    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_BODY = 3 * 1024 * 1024;

    /** A request that cannot be read; the connection is of no further use. */
    static final class Malformed extends IOException {

        private static final long serialVersionUID = 1;
        private final int status;

        Malformed(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** Reads the next request; empty if the client has closed the connection. */
    static Optional<HttpExchange> read(BufferedInputStream in, OutputStream out) throws IOException {
        var line = line(in);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        var words = line.get().split(" ", 3);
        if (words.length != 3) {
            throw new Malformed(400, "bad request line");
        }
        var headers = new HashMap<String, String>();
        for (var header = required(in); !header.isEmpty(); header = required(in)) {
            var colon = header.indexOf(':');
            if (colon < 1 || headers.size() >= MAX_HEADERS) {
                throw new Malformed(400, "bad header");
            }
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        var body = body(in, headers);
        try {
            var uri = URI.create(words[1]);
            var path = uri.getPath() == null ? "/" : uri.getPath();
            var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
            return Optional.of(new HttpExchange(words[0], path, query, headers, body));
        } catch (IllegalArgumentException notAnAddress) {
            throw new Malformed(400, "bad request target");
        }
    }

    boolean keepsAlive() {
        return !headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT).contains("close");
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            return chunks(in);
        }
        var length = headers.getOrDefault("content-length", "0");
        if (!length.matches("\\d{1,12}") || Long.parseLong(length) > MAX_BODY) {
            throw new Malformed(413, "Request entity too large: limit is " + MAX_BODY);
        }
        var body = in.readNBytes(Integer.parseInt(length));
        if (body.length < Integer.parseInt(length)) {
            throw new EOFException("the body is cut off");
        }
        return body;
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            var size = required(in).split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,7}")) {
                throw new Malformed(400, "bad chunk");
            }
            var length = Integer.parseInt(size, 16);
            if (body.size() + length > MAX_BODY) {
                throw new Malformed(413, "Request entity too large: limit is " + MAX_BODY);
            }
            if (length == 0) {
                while (!required(in).isEmpty()) {
                    // Trailers say nothing that matters here.
                }
                return body.toByteArray();
            }
            body.writeBytes(in.readNBytes(length));
            required(in);
        }
    }

    private static String required(InputStream in) throws IOException {
        return line(in).orElseThrow(() -> new EOFException("the request is cut off"));
    }

    private static Optional<String> line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream(80);
        while (true) {
            var next = in.read();
            if (next < 0) {
                return line.size() == 0 ? Optional.empty() : Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            if (next == '\n') {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            if (next != '\r') {
                line.write(next);
            }
            if (line.size() > MAX_LINE) {
                throw new Malformed(431, "line too long");
            }
        }
    }
}
