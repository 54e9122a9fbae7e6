package io.gauntlet.sandbox.workload;

import java.util.List;
import java.util.regex.Pattern;

/** Which program a container runs, told from its image and its first argument. Foreign images are {@link Kind#OTHER}. */
public record Component(Kind kind, String version) {

    /** The programs that the simulation knows. */
    public enum Kind {
        PROMETHEUS("prometheus", "prometheus", 9090),
        SIDECAR("thanos-sidecar", "thanos", 10902),
        QUERY("thanos-query", "thanos", 10902),
        QUERY_FRONTEND("thanos-query-frontend", "thanos", 10902),
        STORE("thanos-store", "thanos", 10902),
        COMPACT("thanos-compact", "thanos", 10902),
        RULE("thanos-rule", "thanos", 10902),
        RECEIVE("thanos-receive", "thanos", 10902),
        ALERTMANAGER("alertmanager", "alertmanager", 9093),
        KUBE_STATE_METRICS("kube-state-metrics", "kube-state-metrics", 8080),
        NODE_EXPORTER("node-exporter", "node_exporter", 9100),
        GRAFANA("grafana", "grafana", 3000),
        RELOADER("config-reloader", "config-reloader", 8080),
        OTHER("", "", 0);

        private final String flagTable;
        private final String program;
        private final int httpPort;

        Kind(String flagTable, String program, int httpPort) {
            this.flagTable = flagTable;
            this.program = program;
            this.httpPort = httpPort;
        }

        /** The name of the program's flag table; empty where any flag is accepted. */
        public String flagTable() {
            return flagTable;
        }

        /** The name of the executable, as its messages begin. */
        public String program() {
            return program;
        }

        /** Where it listens unless a flag says otherwise. */
        public int httpPort() {
            return httpPort;
        }

        /** Whether it is one of the Thanos programs. */
        public boolean isThanos() {
            return program.equals("thanos");
        }

        /** The component name that Thanos gives itself in metrics. */
        public String thanosName() {
            return flagTable.replace("thanos-", "");
        }
    }

    private static final Pattern TAG = Pattern.compile(":v?(\\d[\\w.]*)[^/]*$");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    static Component of(String image, List<String> arguments) {
        var name = image.replaceFirst("@sha256:[0-9a-f]+$", "");
        var tag = TAG.matcher(name);
        var version = tag.find() ? tag.group(1) : "0";
        var program = name.replaceFirst(":[^/:]*$", "");
        return new Component(kind(program.substring(program.lastIndexOf('/') + 1), arguments), version);
    }

    private static Kind kind(String program, List<String> arguments) {
        if (program.contains("config-reloader")) {
            return Kind.RELOADER;
        }
        if (program.startsWith("thanos")) {
            return thanos(arguments);
        }
        for (var kind : List.of(Kind.PROMETHEUS, Kind.ALERTMANAGER, Kind.KUBE_STATE_METRICS, Kind.NODE_EXPORTER)) {
            if (program.equals(kind.flagTable())) {
                return kind;
            }
        }
        return program.startsWith("grafana") ? Kind.GRAFANA : Kind.OTHER;
    }

    private static Kind thanos(List<String> arguments) {
        for (var argument : arguments) {
            for (var kind : Kind.values()) {
                if (kind.isThanos() && kind.thanosName().equals(argument)) {
                    return kind;
                }
            }
        }
        return Kind.OTHER;
    }

    /** Whether this version is {@code other} or later, compared number by number. */
    boolean isAtLeast(String other) {
        var mine = numbers(version);
        var theirs = numbers(other);
        for (var i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            var difference = Integer.compare(mine.get(i), theirs.get(i));
            if (difference != 0) {
                return difference > 0;
            }
        }
        return true;
    }

    private static List<Integer> numbers(String version) {
        return NUMBER.matcher(version)
                .results()
                .map(found -> Integer.parseInt(found.group()))
                .toList();
    }
}
