package io.gauntlet.sandbox.workload;

import io.gauntlet.sandbox.promql.Broken;
import io.gauntlet.sandbox.workload.Component.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A program that a container runs: its flags, its environment, the files it can see, and those it has loaded. A reload
 * that fails leaves the last good files loaded, as the real programs do. Readable from any thread.
 */
public final class Program {

    private record Loaded(
            FileTree files, Instant at, @Nullable String failure) {}

    private final Component component;
    private final Flags flags;
    private final Map<String, String> environment;
    private final Instant startedAt;
    private volatile FileTree files;
    private volatile Loaded loaded;

    Program(Component component, Flags flags, Map<String, String> environment, FileTree files, Instant startedAt) {
        this.component = component;
        this.flags = flags;
        this.environment = Map.copyOf(environment);
        this.files = files;
        this.startedAt = startedAt;
        this.loaded = new Loaded(files, startedAt, null);
    }

    public Component component() {
        return component;
    }

    public Flags flags() {
        return flags;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** When the configuration in use was loaded. */
    public Instant loadedAt() {
        return loaded.at();
    }

    /** Why the last reload failed; empty if it did not. */
    public Optional<String> reloadFailure() {
        return Optional.ofNullable(loaded.failure());
    }

    FileTree files() {
        return files;
    }

    void see(FileTree changed) {
        this.files = changed;
    }

    /** Loads the files that the container sees now; a failure keeps what was loaded. */
    public Optional<String> reload(Instant now) {
        try {
            checkConfiguration();
            loaded = new Loaded(files, now, null);
        } catch (Broken broken) {
            loaded = new Loaded(loaded.files(), loaded.at(), broken.reason());
        }
        return reloadFailure();
    }

    /** Reads the configuration of the visible files and complains like the program. */
    void checkConfiguration() throws Broken {
        switch (component.kind()) {
            case PROMETHEUS -> checkPrometheus();
            case ALERTMANAGER -> {
                try {
                    ParsedFiles.alertmanager(required(files, configPath()));
                } catch (Broken broken) {
                    throw new Broken("level=ERROR msg=\"Loading configuration file failed\" file=" + configPath()
                            + " err=\"" + broken.reason().replace("\n", "\\n") + "\"");
                }
            }
            case RULE -> {
                for (var path : rulePaths(files, flags.all("rule-file"))) {
                    ParsedFiles.rules(path, required(files, path), true);
                }
            }
            default -> {}
        }
    }

    private void checkPrometheus() throws Broken {
        PrometheusConfig config;
        try {
            config = ParsedFiles.prometheus(configPath(), required(files, configPath()));
        } catch (Broken broken) {
            throw new Broken("level=ERROR msg=\"Error loading config (--config.file=" + configPath() + ")\" file="
                    + configPath() + " err=\"" + broken.reason().replace("\n", "\\n") + "\"");
        }
        try {
            for (var path : rulePaths(files, config.ruleFiles())) {
                ParsedFiles.rules(path, required(files, path), false);
            }
        } catch (Broken broken) {
            throw new Broken("level=ERROR msg=\"loading groups failed\" component=\"rule manager\" err=\""
                    + broken.reason().replace("\n", "\\n") + "\"\nlevel=ERROR msg=\"Failed to apply configuration\" "
                    + "err=\"error loading rules, previous rule set restored\"");
        }
    }

    private static String required(FileTree files, String path) throws Broken {
        var text = files.read(path);
        if (text.isEmpty()) {
            throw new Broken("open " + path + ": no such file or directory");
        }
        return text.get();
    }

    /** Where the configuration file of Prometheus and Alertmanager lies. */
    public String configPath() {
        return flags.last("config.file")
                .orElse(component.kind() == Kind.ALERTMANAGER ? "alertmanager.yml" : "prometheus.yml");
    }

    /** The bytes of the configuration file in use. */
    public Optional<String> loadedConfigText() {
        return loaded.files().read(configPath());
    }

    /** The Prometheus configuration in use. */
    public Optional<PrometheusConfig> prometheusConfig() {
        try {
            var text = loadedConfigText();
            return text.isEmpty() ? Optional.empty() : Optional.of(ParsedFiles.prometheus(configPath(), text.get()));
        } catch (Broken broken) {
            return Optional.empty();
        }
    }

    /** The Alertmanager configuration in use. */
    public Optional<AlertmanagerConfig> alertmanagerConfig() {
        try {
            var text = loadedConfigText();
            return text.isEmpty() ? Optional.empty() : Optional.of(ParsedFiles.alertmanager(text.get()));
        } catch (Broken broken) {
            return Optional.empty();
        }
    }

    /** The rule files in use, of Prometheus or of the ruler. */
    public List<RuleFile> ruleFiles() {
        var thanos = component.kind() == Kind.RULE;
        var patterns = thanos
                ? flags.all("rule-file")
                : prometheusConfig().map(PrometheusConfig::ruleFiles).orElse(List.of());
        var parsed = new ArrayList<RuleFile>();
        for (var path : rulePaths(loaded.files(), patterns)) {
            try {
                parsed.add(ParsedFiles.rules(path, required(loaded.files(), path), thanos));
            } catch (Broken gone) {
                // What is loaded was checked; a file that cannot be read any more has no rules.
            }
        }
        return parsed;
    }

    /** The labels that tell this replica's series from others': of Prometheus its external labels, of a ruler its own. */
    public SortedMap<String, String> externalLabels() {
        if (component.kind() == Kind.RULE) {
            try {
                return new TreeMap<>(StartCheck.labels(flags.all("label")));
            } catch (Broken broken) {
                return new TreeMap<>();
            }
        }
        return prometheusConfig()
                .<SortedMap<String, String>>map(config -> config.externalLabels(environment))
                .orElseGet(TreeMap::new);
    }

    /** A loaded file that a flag names, such as the ruler's Alertmanager configuration. */
    public Optional<String> fileOf(String flag) {
        return flags.last(flag).flatMap(path -> loaded.files().read(path));
    }

    private static List<String> rulePaths(FileTree files, List<String> patterns) {
        return patterns.stream()
                .flatMap(pattern -> files.glob(pattern).stream())
                .distinct()
                .sorted()
                .toList();
    }
}
