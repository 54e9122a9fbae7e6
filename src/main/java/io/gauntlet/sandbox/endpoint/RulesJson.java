package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.promql.PromExpression;
import io.gauntlet.sandbox.workload.Program;
import io.gauntlet.sandbox.workload.RuleFile;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes rules and alerts as the rule calls of Prometheus, ruler and querier show them. */
final class RulesJson {

    /**
     * How a program shows its rules.
     *
     * @param thanos adds the partial response strategy
     * @param external labels that are added to each rule
     * @param interval of groups that do not say one, in seconds
     */
    record Style(boolean thanos, Map<String, String> external, double interval) {}

    private final RuleEvaluation evaluation;
    private final Supplier<Instant> clock;

    RulesJson(RuleEvaluation evaluation, Supplier<Instant> clock) {
        this.evaluation = evaluation;
        this.clock = clock;
    }

    /** Adds the groups of a program to a list; what the call's filters exclude is left out. */
    void groups(ArrayNode groups, Call call, Program program, PromExpression.Source source, Style style) {
        for (var file : program.ruleFiles()) {
            if (excluded(call, "file[]", program.shownPath(file))) {
                continue;
            }
            for (var group : file.groups()) {
                if (!excluded(call, "rule_group[]", group.name())) {
                    group(groups.addObject(), call, new Loaded(program, source, style), file, group);
                }
            }
        }
    }

    private record Loaded(Program program, PromExpression.Source source, Style style) {}

    private static boolean excluded(Call call, String parameter, String value) {
        var wanted = call.parameters().getOrDefault(parameter, List.of());
        return !wanted.isEmpty() && !wanted.contains(value);
    }

    private void group(ObjectNode json, Call call, Loaded loaded, RuleFile file, RuleFile.Group group) {
        var interval = group.intervalSeconds() > 0
                ? group.intervalSeconds()
                : loaded.style().interval();
        json.put("name", group.name());
        json.put("file", loaded.program().shownPath(file));
        var rules = json.putArray("rules");
        var type = call.parameter("type").orElse("");
        for (var rule : group.rules()) {
            if (!excluded(call, "rule_name[]", rule.name())
                    && (type.isEmpty() || type.equals("alert") == rule.alerting())) {
                rule(rules.addObject(), loaded, rule, interval);
            }
        }
        json.put("interval", interval);
        json.put("evaluationTime", 0.0004);
        json.put("lastEvaluation", evaluatedAt(loaded.program(), interval).toString());
        json.put("limit", group.limit());
        if (loaded.style().thanos()) {
            json.put("partialResponseStrategy", group.partialResponse());
        }
    }

    /** The latest moment at which the group's turn came. */
    private Instant evaluatedAt(Program program, double interval) {
        var millis = Math.max(1, (long) (interval * 1000));
        var now = clock.get().toEpochMilli();
        var turn = Instant.ofEpochMilli(now - now % millis);
        return turn.isBefore(program.loadedAt()) ? program.loadedAt() : turn;
    }

    private void rule(ObjectNode json, Loaded loaded, RuleFile.Rule rule, double interval) {
        json.put("name", rule.name());
        json.put("query", rule.expression());
        var labels = new TreeMap<>(rule.labels());
        labels.putAll(loaded.style().external());
        labels.forEach(json.putObject("labels")::put);
        if (rule.alerting()) {
            var alerts = evaluation.alerts(loaded.program(), rule, loaded.source());
            json.put("state", state(alerts));
            json.put("duration", rule.forSeconds());
            json.put("keepFiringFor", rule.keepFiringSeconds());
            rule.annotations().forEach(json.putObject("annotations")::put);
            var list = json.putArray("alerts");
            alerts.forEach(
                    alert -> alert(list.addObject(), alert, loaded.style().thanos()));
        }
        json.put("health", "ok");
        json.put("evaluationTime", 0.0002);
        json.put("lastEvaluation", evaluatedAt(loaded.program(), interval).toString());
        json.put("type", rule.alerting() ? "alerting" : "recording");
    }

    private static String state(List<RuleEvaluation.Alert> alerts) {
        if (alerts.isEmpty()) {
            return "inactive";
        }
        return alerts.stream().anyMatch(RuleEvaluation.Alert::firing) ? "firing" : "pending";
    }

    void alert(ObjectNode json, RuleEvaluation.Alert alert, boolean thanos) {
        alert.labels().forEach(json.putObject("labels")::put);
        alert.annotations().forEach(json.putObject("annotations")::put);
        json.put("state", alert.firing() ? "firing" : "pending");
        json.put("activeAt", alert.activeAt().toString());
        json.put("value", exponential(alert.value()));
        if (thanos) {
            json.put("partialResponseStrategy", "ABORT");
        }
    }

    /** Adds the alerts of all rules of a program. */
    void alerts(ArrayNode alerts, Program program, PromExpression.Source source, boolean thanos) {
        program.ruleFiles().stream()
                .flatMap(file -> file.groups().stream())
                .flatMap(group -> group.rules().stream())
                .filter(RuleFile.Rule::alerting)
                .flatMap(rule -> evaluation.alerts(program, rule, source).stream())
                .forEach(alert -> alert(alerts.addObject(), alert, thanos));
    }

    /** A number with an exponent, such as {@code 1e+00}. */
    static String exponential(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Metrics.number(value);
        }
        var exponent = value == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(value)));
        var digits = Metrics.number(value / Math.pow(10, exponent));
        return digits + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
