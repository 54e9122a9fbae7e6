package io.gauntlet.sandbox.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A request to the API of one cluster.
 *
 * @param path    decoded, without the query
 * @param query   the raw query, empty if there is none
 * @param headers by lower-case name
 */
public record ApiRequest(String method, String path, String query, Map<String, String> headers, byte[] body) {

    /** A parameter of the query; empty if it is not there. */
    String parameter(String name) {
        return parameters().getOrDefault(name, "");
    }

    boolean flag(String name) {
        var value = parameter(name);
        return value.equals("true") || value.equals("1");
    }

    private Map<String, String> parameters() {
        var parameters = new HashMap<String, String>();
        for (var pair : query.split("&", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** The media type of the body without its parameters. */
    String mediaType() {
        return header("content-type").split(";", 2)[0].strip();
    }

    /** Who writes, if the request does not say: the program's name as its user agent gives it. */
    String manager() {
        var named = parameter("fieldManager");
        if (!named.isEmpty()) {
            return named;
        }
        var agent = header("user-agent").split("/", 2)[0];
        return agent.isEmpty() ? "unknown" : agent;
    }
}
