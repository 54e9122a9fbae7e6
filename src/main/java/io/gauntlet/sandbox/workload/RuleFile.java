package io.gauntlet.sandbox.workload;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.PromDuration;
import io.gauntlet.sandbox.promql.Broken;
import io.gauntlet.sandbox.promql.PromExpression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A rule file as Prometheus or the ruler has loaded it. */
public record RuleFile(String path, List<Group> groups) {

    /** One group; {@code intervalSeconds} is 0 where the global interval applies. */
    public record Group(String name, double intervalSeconds, int limit, String partialResponse, List<Rule> rules) {}

    /** One rule; recording rules have no annotations and no durations. */
    public record Rule(
            boolean alerting,
            String name,
            String expression,
            double forSeconds,
            double keepFiringSeconds,
            Map<String, String> labels,
            Map<String, String> annotations) {}

    private static final Set<String> GROUP =
            Set.of("name", "interval", "query_offset", "limit", "labels", "rules", "partial_response_strategy");
    private static final Set<String> RULE =
            Set.of("record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations");
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    /** Reads and checks a file; {@code thanos} allows what only the ruler knows. */
    static RuleFile parse(String path, String text, boolean thanos) throws Broken {
        try {
            var yaml = Yaml.parse(text);
            yaml.allow("rulefmt.RuleGroups", Set.of("groups"));
            var groups = new ArrayList<Group>();
            var names = new HashSet<String>();
            for (var group : yaml.list("groups")) {
                groups.add(group(group, thanos));
                if (!names.add(groups.getLast().name())) {
                    throw new Broken("groupname: \"" + groups.getLast().name() + "\" is repeated in the same file");
                }
            }
            return new RuleFile(path, List.copyOf(groups));
        } catch (Broken broken) {
            throw new Broken(path + ": " + broken.reason());
        }
    }

    private static Group group(Yaml yaml, boolean thanos) throws Broken {
        yaml.allow("rulefmt.RuleGroup", GROUP);
        if (!thanos && yaml.has("partial_response_strategy")) {
            throw new Broken("yaml: unmarshal errors:\n  field partial_response_strategy not found in type "
                    + "rulefmt.RuleGroup");
        }
        var name = yaml.text("name", "");
        if (name.isEmpty()) {
            throw new Broken("Groupname must not be empty");
        }
        var labels = yaml.labels("labels");
        var rules = new ArrayList<Rule>();
        for (var rule : yaml.list("rules")) {
            try {
                rules.add(rule(rule, labels));
            } catch (Broken broken) {
                throw new Broken("group \"" + name + "\", rule " + (rules.size() + 1) + ", \""
                        + rule.text("alert", rule.text("record", "")) + "\": " + broken.reason());
            }
        }
        return new Group(
                name,
                seconds(yaml, "interval"),
                (int) Double.parseDouble(yaml.text("limit", "0")),
                yaml.text("partial_response_strategy", "abort").toUpperCase(java.util.Locale.ROOT),
                List.copyOf(rules));
    }

    private static Rule rule(Yaml yaml, Map<String, String> groupLabels) throws Broken {
        yaml.allow("rulefmt.Rule", RULE);
        var alerting = yaml.has("alert");
        if (alerting == yaml.has("record")) {
            throw new Broken(
                    alerting
                            ? "only one of 'record' and 'alert' must be set"
                            : "one of 'record' or 'alert' must be set");
        }
        var expression = yaml.text("expr", "");
        if (expression.isBlank()) {
            throw new Broken("field 'expr' must be set in rule");
        }
        try {
            PromExpression.parse(expression);
        } catch (Broken broken) {
            throw new Broken("could not parse expression: " + broken.reason());
        }
        var name = yaml.text("alert", yaml.text("record", ""));
        if (!alerting) {
            checkRecording(yaml, name);
        }
        var labels = new TreeMap<>(groupLabels);
        labels.putAll(yaml.labels("labels"));
        for (var label : labels.keySet()) {
            if (label.isEmpty() || label.equals("__name__")) {
                throw new Broken("invalid label name: " + label);
            }
        }
        return new Rule(
                alerting,
                name,
                expression,
                seconds(yaml, "for"),
                seconds(yaml, "keep_firing_for"),
                labels,
                new TreeMap<>(yaml.labels("annotations")));
    }

    private static void checkRecording(Yaml yaml, String name) throws Broken {
        for (var key : List.of("annotations", "for", "keep_firing_for")) {
            if (yaml.has(key)) {
                throw new Broken("invalid field '" + key + "' in recording rule");
            }
        }
        if (!METRIC.matcher(name).matches()) {
            throw new Broken("invalid recording rule name: " + name);
        }
    }

    private static double seconds(Yaml yaml, String key) throws Broken {
        var text = yaml.text(key, "0s");
        try {
            return PromDuration.of(text).millis() / 1000.0;
        } catch (DomainException.Invalid invalid) {
            throw new Broken("not a valid duration string: \"" + text + "\"");
        }
    }
}
