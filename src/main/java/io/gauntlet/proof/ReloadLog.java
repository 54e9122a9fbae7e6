package io.gauntlet.proof;

import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterCallException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds in the log of a Prometheus or a Thanos ruler why its last reload failed; what they answer to a reload names no rule.
 * Alertmanager needs none of this: its answer names what it refuses.
 */
final class ReloadLog {

    private static final int LINES = 200;
    /** With these a reload begins; what stands before is about other files. */
    private static final List<String> ATTEMPTS =
            List.of("msg=\"Loading configuration file\"", "msg=\"reload rule files\"");

    /** Where a ruler keeps its copy of a file is of no interest. */
    private static final Pattern DIRECTORY = Pattern.compile("(?<=^|\\s)[^\\s:]*/(?=[^/\\s:]+\\.yaml: )");

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
            return cause(api.podLog(namespace, pod.name(), pod.httpContainer(), LINES));
        } catch (ClusterCallException noLog) {
            return Optional.empty();
        }
    }

    static Optional<String> cause(String log) {
        var lines = log.lines().toList();
        var attempt = lines.size() - 1;
        while (attempt >= 0 && !isAttempt(lines.get(attempt))) {
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
                    return Optional.of(readable(value(line.substring(error + ERROR.length()))));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isAttempt(String line) {
        return ATTEMPTS.stream().anyMatch(line::contains);
    }

    private static String readable(String error) {
        return DIRECTORY.matcher(Told.line(error)).replaceAll("");
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
