package io.gauntlet.sandbox.workload;

import io.gauntlet.sandbox.promql.Broken;
import io.gauntlet.sandbox.workload.Component.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads the configuration files of a program as the program does, with its words and with the lines that it logs. */
final class LoadCheck {

    private static final String RESTORED = "error loading rules, previous rule set restored";
    private static final String RELOAD_FAILED = "failed to reload config: ";

    private final Kind kind;
    private final Flags flags;
    private final FileTree files;
    private final String path;

    private LoadCheck(Program program, FileTree files) {
        this.kind = program.component().kind();
        this.flags = program.flags();
        this.files = files;
        this.path = program.configPath();
    }

    /** Passes with the lines that the program logs if it would load these files. */
    static List<String> check(Program program, FileTree files) throws Refusal {
        var check = new LoadCheck(program, files);
        return switch (check.kind) {
            case PROMETHEUS -> check.prometheus();
            case ALERTMANAGER -> check.alertmanager();
            case RULE -> check.ruler();
            default -> List.of();
        };
    }

    private List<String> prometheus() throws Refusal {
        var loading = "level=INFO source=main.go:1690 msg=\"Loading configuration file\" filename=" + path;
        PrometheusConfig config;
        try {
            config = ParsedFiles.prometheus(path, files.require(path));
        } catch (Broken broken) {
            var why = "couldn't load configuration (--config.file=\"" + path + "\"): " + broken.reason();
            var atStart = "level=ERROR msg=\"Error loading config (--config.file=" + path + ")\" file=" + path + " err="
                    + quoted(broken.reason());
            throw new Refusal(RELOAD_FAILED + why, atStart, List.of(loading, reloading(why)));
        }
        var refused = new ArrayList<String>();
        for (var problem : problems(files.glob(config.ruleFiles()), "")) {
            refused.add(
                    "level=ERROR source=manager.go:262 msg=\"loading groups failed\" component=\"rule manager\" err="
                            + quoted(problem));
        }
        if (!refused.isEmpty()) {
            refused.add(
                    "level=ERROR source=main.go:1718 msg=\"Failed to apply configuration\" err=" + quoted(RESTORED));
            var atStart = String.join("\n", refused);
            var why =
                    "one or more errors occurred while applying the new configuration (--config.file=\"" + path + "\")";
            refused.addFirst(loading);
            refused.add(reloading(why));
            throw new Refusal(RELOAD_FAILED + why, atStart, refused).taking(files);
        }
        return List.of(
                loading,
                "level=INFO source=main.go:1729 msg=\"Completed loading of configuration file\" filename=" + path
                        + " totalDuration=1ms");
    }

    private static String reloading(String why) {
        return "level=ERROR source=main.go:1389 msg=\"Error reloading config\" err=" + quoted(why);
    }

    private List<String> alertmanager() throws Refusal {
        var where = " component=configuration file=" + path;
        var loading = "level=INFO source=coordinator.go:112 msg=\"Loading configuration file\"" + where;
        try {
            ParsedFiles.alertmanager(files.require(path));
        } catch (Broken broken) {
            var failed = "level=ERROR source=coordinator.go:117 msg=\"Loading configuration file failed\"" + where
                    + " err=" + quoted(broken.reason());
            throw new Refusal(RELOAD_FAILED + broken.reason(), failed, List.of(loading, failed));
        }
        return List.of(
                loading,
                "level=INFO source=coordinator.go:125 msg=\"Completed loading of configuration file\"" + where);
    }

    /**
     * Thanos takes the rules of a file apart by strategy first, which needs YAML, and hands copies to a rule manager. What is no
     * YAML is left out, and the rest is loaded; what the manager does not take leaves the old rules in use. In both cases the
     * names of the files are known no more but for those that are there.
     */
    private List<String> ruler() throws Refusal {
        var paths = files.glob(flags.all("rule-file"));
        var lines = new ArrayList<String>();
        lines.add("caller=rule.go:1100 level=info component=rules msg=\"reload rule files\" numFiles=" + paths.size());
        var copies = (flags.last("data-dir").orElse("data/") + "/.tmp-rules/ABORT").replaceAll("/+", "/");
        var problems = problems(paths, copies);
        if (problems.isEmpty()) {
            return lines;
        }
        var unread = problems.stream()
                .map(problem -> problem.substring(copies.length()))
                .filter(LoadCheck::isNoYaml)
                .toList();
        var refused = unread.size() < problems.size();
        if (refused) {
            problems.stream()
                    .filter(problem -> !isNoYaml(problem))
                    .forEach(problem -> lines.add("caller=handler.go:87 level=error caller=manager.go:253"
                            + " msg=\"loading groups failed\" err=" + quoted(problem)));
        }
        var why = "reloading rules failed: "
                + (unread.isEmpty() ? "strategy ABORT, update rules: " + RESTORED : unread.getFirst());
        lines.add("caller=rule.go:723 level=error component=rules msg=\"reload rules by webhandler failed\" err="
                + quoted(why));
        var refusal = new Refusal(why, problems.getFirst().substring(copies.length()), lines).taking(files);
        throw refused
                ? refusal
                : refusal.takingRulesOf(
                        files.without(path -> unread.stream().anyMatch(problem -> problem.startsWith(path + ": "))));
    }

    private static boolean isNoYaml(String problem) {
        return problem.contains(": yaml: ") && !problem.contains("unmarshal errors");
    }

    private List<String> problems(List<String> paths, String prefix) {
        var problems = new ArrayList<String>();
        for (var rules : paths) {
            try {
                ParsedFiles.rules(rules, files.require(rules), kind == Kind.RULE);
            } catch (Broken broken) {
                problems.add(prefix + broken.reason());
            }
        }
        return problems;
    }

    /** A value of a log line as Go's log packages write it. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
