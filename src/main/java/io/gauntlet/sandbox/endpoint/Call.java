package io.gauntlet.sandbox.endpoint;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to a simulated program.
 *
 * @param path without the query; always begins with a slash
 * @param parameters of the query and of a form body
 */
record Call(String method, String path, Map<String, List<String>> parameters, String body) {

    static Call of(String method, String pathAndQuery, String body) {
        var question = pathAndQuery.indexOf('?');
        var path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
        var parameters = new LinkedHashMap<String, List<String>>();
        read(question < 0 ? "" : pathAndQuery.substring(question + 1), parameters);
        if (method.equals("POST") && !body.startsWith("{") && !body.startsWith("[")) {
            read(body, parameters);
        }
        return new Call(method, path.startsWith("/") ? path : "/" + path, parameters, body);
    }

    private static void read(String encoded, Map<String, List<String>> parameters) {
        for (var pair : encoded.split("&", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                parameters
                        .computeIfAbsent(decode(pair.substring(0, equals)), _ -> new ArrayList<>())
                        .add(decode(pair.substring(equals + 1)));
            }
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    Optional<String> parameter(String name) {
        return parameters.getOrDefault(name, List.of()).stream().findFirst();
    }

    boolean flag(String name, boolean otherwise) {
        return parameter(name)
                .map(text -> text.equals("1") || Boolean.parseBoolean(text))
                .orElse(otherwise);
    }

    boolean isGet() {
        return method.equals("GET") || method.equals("HEAD");
    }

    Call withoutPrefix(String prefix) {
        var rest = path.substring(prefix.length());
        return new Call(method, rest.startsWith("/") ? rest : "/" + rest, parameters, body);
    }
}
