package io.gauntlet.proof;

import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterCallException;
import java.util.List;
import java.util.Optional;

/** Finds in the log of a Prometheus why its last reload failed; its answer to a reload names no rule. */
final class ReloadLog {

    private static final int LINES = 200;
    private static final String ATTEMPT = "msg=\"Loading configuration file\"";
    private static final String ERROR = " err=";
    /** The most telling first. */
    private static final List<String> TELLING = List.of(
            "msg=\"loading groups failed\"", "msg=\"Failed to apply configuration\"", "msg=\"Error reloading config\"");

    private final ClusterApi api;
    private final String namespace;

    ReloadLog(ClusterApi api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** The cause that the last attempt names; empty when the log cannot be read or names none. */
    Optional<String> explain(StackPod pod) {
        try {
            return cause(api.podLog(namespace, pod.name(), ExpectationReader.PROMETHEUS, LINES));
        } catch (ClusterCallException noLog) {
            return Optional.empty();
        }
    }

    static Optional<String> cause(String log) {
        var lines = log.lines().toList();
        var attempt = lines.size() - 1;
        while (attempt >= 0 && !lines.get(attempt).contains(ATTEMPT)) {
            attempt--;
        }
        if (attempt < 0) {
            return Optional.empty();
        }
        var last = lines.subList(attempt, lines.size());
        for (var telling : TELLING) {
            for (var line : last) {
                var error = line.indexOf(ERROR);
                if (line.contains(telling) && error >= 0) {
                    return Optional.of(Told.line(value(line.substring(error + ERROR.length()))));
                }
            }
        }
        return Optional.empty();
    }

    /** The first value of a line in logfmt. */
    private static String value(String text) {
        if (!text.startsWith("\"")) {
            var end = text.indexOf(' ');
            return end < 0 ? text : text.substring(0, end);
        }
        var value = new StringBuilder();
        for (var index = 1; index < text.length() && text.charAt(index) != '"'; index++) {
            var character = text.charAt(index);
            if (character == '\\' && index + 1 < text.length()) {
                index++;
                value.append(text.charAt(index) == 'n' || text.charAt(index) == 't' ? ' ' : text.charAt(index));
            } else {
                value.append(character);
            }
        }
        return value.toString();
    }
}
