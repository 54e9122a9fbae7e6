package io.gauntlet.sandbox.workload;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.PromDuration;
import io.gauntlet.sandbox.promql.Broken;
import io.gauntlet.sandbox.workload.Component.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Starts a program in thought: reads its flags and files, and says in its own words why it would exit. */
final class StartCheck {

    private static final Pattern LABEL = Pattern.compile("\\s*([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"\\s*");
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([KMGT]?)(i?)B?");
    private static final long MAX_ITEM_SIZE = 125L * 1024 * 1024;

    private StartCheck() {}

    /** Passes if the program would run. */
    static void check(Program program, Optional<Program> prometheusBeside) throws Broken {
        var kind = program.component().kind();
        var problem = program.flags().problem();
        if (problem.isPresent()) {
            throw new Broken(flagMessage(kind, problem.get()));
        }
        try {
            switch (kind) {
                case PROMETHEUS -> program.checkConfiguration();
                case ALERTMANAGER -> program.checkConfiguration();
                case SIDECAR -> checkSidecar(program, prometheusBeside);
                case STORE -> checkStore(program);
                case COMPACT -> checkCompactor(program);
                case RULE -> checkRuler(program);
                case QUERY -> requireFile(program, "endpoint.sd-config-file");
                default -> {}
            }
        } catch (Broken broken) {
            throw kind.isThanos()
                    ? new Broken("level=error err=\"" + broken.reason().replace("\n", "\\n") + "\\npreparing "
                            + kind.thanosName() + " command failed\"")
                    : broken;
        }
    }

    private static String flagMessage(Kind kind, String problem) {
        var plain = kind.program() + ": error: " + problem;
        return switch (kind) {
            case PROMETHEUS -> "Error parsing command line arguments: " + problem + "\n" + plain;
            case KUBE_STATE_METRICS ->
                problem.replace("unknown long flag '", "unknown flag: ").replace("'", "");
            default -> plain + ", try --help";
        };
    }

    private static void checkSidecar(Program sidecar, Optional<Program> prometheus) throws Broken {
        var bucket = objstore(sidecar, false);
        if (prometheus.isEmpty()) {
            return;
        }
        if (prometheus.get().externalLabels().isEmpty()) {
            throw new Broken("no external labels configured on Prometheus server, uniquely identifying external labels "
                    + "must be configured; see https://thanos.io/tip/thanos/storage.md#external-labels for details.");
        }
        var flags = prometheus.get().flags();
        var min = flags.last("storage.tsdb.min-block-duration").orElse("2h");
        var max = flags.last("storage.tsdb.max-block-duration").orElse("1d");
        if (bucket.isPresent() && !min.equals(max) && !flags.has("storage.tsdb.delay-compact-file.path")) {
            throw new Broken("failed to validate prometheus flags: found that TSDB Max time is " + max
                    + " and Min time is " + min + ". Compaction needs to be disabled "
                    + "(storage.tsdb.min-block-duration = storage.tsdb.max-block-duration)");
        }
    }

    private static void checkStore(Program store) throws Broken {
        objstore(store, true);
        var size = store.flags().last("index-cache-size").map(StartCheck::bytes).orElse(2 * MAX_ITEM_SIZE);
        if (size < MAX_ITEM_SIZE && !store.flags().has("index-cache.config-file")) {
            throw new Broken("create index cache: max item size (" + MAX_ITEM_SIZE
                    + ") cannot be bigger than overall cache size (" + size + ")");
        }
    }

    private static void checkCompactor(Program compactor) throws Broken {
        objstore(compactor, true);
        if (compactor.flags().isOn("downsampling.disable", false)) {
            return;
        }
        if (isBelow(compactor, "retention.resolution-raw", "40h")) {
            throw new Broken("raw resolution must be higher than the minimum block size after which 5m resolution "
                    + "downsampling will occur (40 hours)");
        }
        if (isBelow(compactor, "retention.resolution-5m", "10d")) {
            throw new Broken("5m resolution retention must be higher than the minimum block size after which 1h "
                    + "resolution downsampling will occur (10 days)");
        }
    }

    private static boolean isBelow(Program program, String flag, String minimum) throws Broken {
        var text = program.flags().last(flag).orElse("0d");
        try {
            var millis = PromDuration.of(text).millis();
            return millis != 0 && millis < PromDuration.of(minimum).millis();
        } catch (DomainException.Invalid invalid) {
            throw new Broken("not a valid duration string: \"" + text + "\"");
        }
    }

    private static void checkRuler(Program ruler) throws Broken {
        labels(ruler.flags().all("label"));
        var flags = ruler.flags();
        var queries = flags.all("query");
        if (new HashSet<>(queries).size() < queries.size()) {
            throw new Broken("Address " + queries.getFirst() + " is duplicated for --query flag.");
        }
        var direct = List.of("query", "query.sd-files", "grpc-query-endpoint").stream()
                .anyMatch(flags::has);
        var configured = flags.has("query.config") || flags.has("query.config-file");
        if (!direct && !configured) {
            throw new Broken("no query configuration parameter was given");
        }
        if (direct && configured) {
            throw new Broken("--query/--query.sd-files/--grpc-query-endpoint and --query.config* parameters cannot be "
                    + "defined at the same time");
        }
        var alertmanagersConfigured = flags.has("alertmanagers.config") || flags.has("alertmanagers.config-file");
        if (flags.has("alertmanagers.url") && alertmanagersConfigured) {
            throw new Broken("--alertmanagers.url and --alertmanagers.config* parameters cannot be defined at the "
                    + "same time");
        }
        requireFile(ruler, "query.config-file");
        requireFile(ruler, "alertmanagers.config-file");
        objstore(ruler, false);
        ruler.checkConfiguration();
    }

    /** The ruler's labels, written {@code name="value"} on its command line. */
    static Map<String, String> labels(List<String> flags) throws Broken {
        var labels = new TreeMap<String, String>();
        for (var flag : flags) {
            var found = LABEL.matcher(flag);
            if (!found.matches()) {
                throw new Broken("parse labels: unquote label value: invalid syntax: " + flag);
            }
            labels.put(found.group(1), found.group(2).replaceAll("\\\\(.)", "$1"));
        }
        return labels;
    }

    private static Optional<ObjstoreConfig> objstore(Program program, boolean required) throws Broken {
        var inline = program.flags().last("objstore.config").filter(text -> !text.isBlank());
        if (inline.isPresent()) {
            return Optional.of(ObjstoreConfig.parse(inline.get()));
        }
        requireFile(program, "objstore.config-file");
        var file = program.flags().last("objstore.config-file").flatMap(program.files()::read);
        if (file.isPresent() && !file.get().isBlank()) {
            return Optional.of(ObjstoreConfig.parse(file.get()));
        }
        if (required) {
            throw new Broken("flag objstore.config-file or objstore.config is required for running this command and "
                    + "content cannot be empty.");
        }
        return Optional.empty();
    }

    private static void requireFile(Program program, String flag) throws Broken {
        var path = program.flags().last(flag);
        if (path.isPresent() && program.files().read(path.get()).isEmpty()) {
            throw new Broken("loading file " + path.get() + " for " + flag + ": open " + path.get()
                    + ": no such file or directory");
        }
    }

    private static long bytes(String text) {
        var found = SIZE.matcher(text);
        if (!found.matches()) {
            return Long.MAX_VALUE;
        }
        var power = " KMGT".indexOf(found.group(2).isEmpty() ? " " : found.group(2));
        return (long) (Double.parseDouble(found.group(1)) * Math.pow(1024, power));
    }
}
