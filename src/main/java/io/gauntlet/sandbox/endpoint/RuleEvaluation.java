package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.promql.Broken;
import io.gauntlet.sandbox.promql.Expressions;
import io.gauntlet.sandbox.promql.PromExpression;
import io.gauntlet.sandbox.promql.Sample;
import io.gauntlet.sandbox.workload.LiveCluster;
import io.gauntlet.sandbox.workload.Program;
import io.gauntlet.sandbox.workload.RuleFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Evaluates loaded rules at the present moment. A condition is taken to hold since the rules were loaded. */
final class RuleEvaluation {

    /** One alert of a rule. */
    record Alert(
            RuleFile.Rule rule,
            SortedMap<String, String> labels,
            SortedMap<String, String> annotations,
            boolean firing,
            Instant activeAt,
            double value) {

        Alert firing(boolean now) {
            return firing == now ? this : new Alert(rule, labels, annotations, now, activeAt, value);
        }
    }

    private static final Pattern LABEL = Pattern.compile("\\{\\{-?\\s*\\$labels\\.(\\w+)\\s*-?}}");
    private static final Pattern VALUE = Pattern.compile("\\{\\{-?\\s*\\$value[^}]*}}");

    private final LiveCluster cluster;
    private final Turns<Map<RuleFile.Rule, List<Alert>>> turns;

    RuleEvaluation(LiveCluster cluster) {
        this.cluster = cluster;
        this.turns = new Turns<>(cluster);
    }

    /** The alerts of one rule, found at its turn. */
    List<Alert> alerts(Program program, RuleFile.Rule rule, PromExpression.Source source) {
        var turn = turns.of(program, ConcurrentHashMap::new);
        var known = turn.get(rule);
        if (known == null) {
            known = List.copyOf(found(program, rule, source));
            turn.put(rule, known);
        }
        var firing = !cluster.now().isBefore(firesAt(program, rule));
        return known.stream().map(alert -> alert.firing(firing)).toList();
    }

    private List<Alert> found(Program program, RuleFile.Rule rule, PromExpression.Source source) {
        var alerts = new ArrayList<Alert>();
        for (var sample : evaluate(rule, source)) {
            var labels = new TreeMap<>(sample.without(List.of(Sample.NAME)).labels());
            rule.labels().forEach((name, text) -> labels.put(name, filled(text, sample)));
            labels.put("alertname", rule.name());
            var annotations = new TreeMap<String, String>();
            rule.annotations().forEach((name, text) -> annotations.put(name, filled(text, sample)));
            alerts.add(new Alert(rule, labels, annotations, false, program.loadedAt(), sample.value()));
        }
        return alerts;
    }

    private static Instant firesAt(Program program, RuleFile.Rule rule) {
        return program.loadedAt().plusMillis((long) (rule.forSeconds() * 1000));
    }

    /** All alerts of a program, pending or firing. */
    List<Alert> alerts(Program program, PromExpression.Source source) {
        return program.ruleFiles().stream()
                .flatMap(file -> file.groups().stream())
                .flatMap(group -> group.rules().stream())
                .filter(RuleFile.Rule::alerting)
                .flatMap(rule -> alerts(program, rule, source).stream())
                .toList();
    }

    /** The series that rules write: recorded results and {@code ALERTS}. */
    List<Sample> results(Program program, PromExpression.Source source) {
        var results = new ArrayList<Sample>();
        for (var file : program.ruleFiles()) {
            for (var group : file.groups()) {
                for (var rule : group.rules()) {
                    if (rule.alerting()) {
                        alerts(program, rule, source)
                                .forEach(alert -> results.add(Sample.of("ALERTS", alert.labels(), 1)
                                        .with(Map.of("alertstate", alert.firing() ? "firing" : "pending"))));
                    } else {
                        evaluate(rule, source)
                                .forEach(sample ->
                                        results.add(sample.with(rule.labels()).with(Map.of(Sample.NAME, rule.name()))));
                    }
                }
            }
        }
        return results;
    }

    private List<Sample> evaluate(RuleFile.Rule rule, PromExpression.Source source) {
        try {
            return Expressions.parsed(rule.expression())
                    .evaluate(new PromExpression.Context(source, cluster.now()))
                    .samples();
        } catch (Broken unknown) {
            return List.of();
        }
    }

    private static String filled(String template, Sample sample) {
        var labelled = LABEL.matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(sample.labels().getOrDefault(found.group(1), "")));
        return VALUE.matcher(labelled).replaceAll(Matcher.quoteReplacement(Metrics.number(sample.value())));
    }
}
