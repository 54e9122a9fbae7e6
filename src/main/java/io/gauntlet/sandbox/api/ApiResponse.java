package io.gauntlet.sandbox.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An answer of the API: a body, or a stream that goes on until it ends by itself.
 *
 * @param headers beyond the usual ones
 */
public record ApiResponse(
        int status,
        String contentType,
        Map<String, String> headers,
        byte[] body,
        @Nullable Stream stream) {

    private static final String JSON = "application/json";

    /** Writes an answer that is not known beforehand. */
    @FunctionalInterface
    public interface Stream {

        /** Returns when the answer is complete; an exception means that nobody reads it any more. */
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    static ApiResponse json(int status, byte[] body) {
        return new ApiResponse(status, JSON, Map.of(), body, null);
    }

    static ApiResponse json(int status, JsonNode body) {
        return json(status, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static ApiResponse text(int status, String body) {
        return new ApiResponse(
                status, "text/plain; charset=utf-8", Map.of(), body.getBytes(StandardCharsets.UTF_8), null);
    }

    static ApiResponse stream(Stream stream) {
        return new ApiResponse(200, JSON, Map.of(), new byte[0], stream);
    }

    ApiResponse with(Map<String, String> more) {
        return new ApiResponse(status, contentType, more, body, stream);
    }
}
