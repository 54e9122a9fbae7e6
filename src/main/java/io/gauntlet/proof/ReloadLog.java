package io.gauntlet.proof;

import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.proof.StackPods.Pod;
import java.util.List;
import java.util.regex.Pattern;

/** Finds in the log of a Prometheus why it refused a configuration; its answer to a reload names no rule. */
final class ReloadLog {

    private static final int LINES = 60;
    private static final Pattern ERROR = Pattern.compile("\\b(?:err|error)=(\"(?:[^\"\\\\]|\\\\.)*\"|\\S+)");
    private static final List<String> TELLING =
            List.of("loading groups failed", "Failed to apply configuration", "Error");

    private final ClusterApi api;
    private final String namespace;

    ReloadLog(ClusterApi api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** The newest line that names a cause, else what the program answered. */
    String explain(Pod pod, String answered) {
        try {
            var lines = api.podLog(namespace, pod.name(), "prometheus", LINES)
                    .lines()
                    .toList();
            for (var telling : TELLING) {
                for (var line : lines.reversed()) {
                    var error = ERROR.matcher(line);
                    if (line.contains(telling) && error.find()) {
                        return Told.line(error.group(1).replace("\\\"", "\"").replace("\\n", " "));
                    }
                }
            }
            return answered;
        } catch (ClusterCallException noLog) {
            return answered;
        }
    }
}
