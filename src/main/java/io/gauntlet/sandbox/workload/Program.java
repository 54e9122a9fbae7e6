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
 * A program that a container runs: its flags, its environment, the files it can see, those it has loaded, and its log. A
 * reload that fails leaves the last good files loaded, as the real programs do: all of them, but for a Prometheus that refuses
 * its rules, which takes the rest. Readable from any thread.
 */
public final class Program {

    /**
     * What is in use.
     *
     * @param rules where the rules come from; other files than the rest after rules were refused
     */
    private record Loaded(
            FileTree files,
            FileTree rules,
            Instant at,
            @Nullable String failure,
            int reloads) {}

    private final Component component;
    private final Flags flags;
    private final Map<String, String> environment;
    private final Instant startedAt;
    private final ProgramLog log;
    private volatile FileTree files;
    private volatile Loaded loaded;

    Program(Component component, Flags flags, Map<String, String> environment, FileTree files, Instant startedAt) {
        this.component = component;
        this.flags = flags;
        this.environment = Map.copyOf(environment);
        this.files = files;
        this.startedAt = startedAt;
        this.loaded = new Loaded(files, files, startedAt, null, 0);
        this.log = new ProgramLog(component, startedAt);
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

    /** How often it was told to load its files again. */
    public int reloads() {
        return loaded.reloads();
    }

    FileTree files() {
        return files;
    }

    void see(FileTree changed) {
        this.files = changed;
    }

    /** Loads the files that the container sees now; a failure keeps what was loaded and is what the program answers. */
    public synchronized Optional<String> reload(Instant now) {
        var seen = files;
        try {
            log.add(now, LoadCheck.check(this, seen));
            loaded = new Loaded(seen, seen, now, null, loaded.reloads() + 1);
        } catch (Refusal refusal) {
            log.add(now, refusal.lines());
            loaded = new Loaded(
                    refusal.configuration().orElse(loaded.files()),
                    refusal.rules().orElse(loaded.rules()),
                    loaded.at(),
                    refusal.answer(),
                    loaded.reloads() + 1);
        }
        return reloadFailure();
    }

    /** Reads the configuration of the visible files and complains like the program when it starts. */
    void checkConfiguration() throws Broken {
        try {
            LoadCheck.check(this, files);
        } catch (Refusal refusal) {
            throw new Broken(refusal.atStart());
        }
    }

    /** What the program has logged, oldest line first. */
    public List<String> log() {
        return log.lines();
    }

    void log(Instant now, List<String> lines) {
        log.add(now, lines);
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
        var parsed = new ArrayList<RuleFile>();
        var rules = loaded.rules();
        try {
            var patterns = thanos
                    ? flags.all("rule-file")
                    : ParsedFiles.prometheus(configPath(), rules.require(configPath()))
                            .ruleFiles();
            for (var path : rules.glob(patterns)) {
                parsed.add(ParsedFiles.rules(path, rules.require(path), thanos));
            }
        } catch (Broken gone) {
            // What is loaded was checked; files that cannot be read any more have no rules.
            return parsed;
        }
        return parsed;
    }

    /**
     * The path that the program names for a rule file that it has loaded. A ruler knows the names of the files that it met at its
     * last reload only, also where it has refused them.
     */
    public String shownPath(RuleFile file) {
        var known = component.kind() != Kind.RULE
                || loaded.files().read(file.path()).isPresent();
        return known ? file.path() : "";
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
}
