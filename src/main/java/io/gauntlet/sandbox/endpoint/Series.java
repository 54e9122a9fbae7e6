package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.promql.LabelMatcher;
import io.gauntlet.sandbox.promql.PromExpression;
import io.gauntlet.sandbox.promql.Sample;
import io.gauntlet.sandbox.workload.Program;
import io.gauntlet.sandbox.workload.RunningPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The present series of one Prometheus: its targets' presence and metrics, its alerts and its recorded results. */
final class Series {

    private final Targets targets;
    private final ProgramMetrics metrics;
    private final RuleEvaluation rules;

    Series(Targets targets, ProgramMetrics metrics, RuleEvaluation rules) {
        this.targets = targets;
        this.metrics = metrics;
        this.rules = rules;
    }

    /** What an expression on this Prometheus sees. */
    PromExpression.Source of(RunningPod pod, Program prometheus) {
        var scraped = scraped(pod, prometheus);
        return matchers -> {
            var found = new ArrayList<>(scraped.select(matchers));
            if (mayBeNamed(matchers, name -> name.startsWith("ALERTS") || name.contains(":"))) {
                found.addAll(filtered(rules.results(prometheus, scraped), matchers));
            }
            return found;
        };
    }

    /** The same without what rules make, for the rules themselves. */
    PromExpression.Source scraped(RunningPod pod, Program prometheus) {
        return matchers -> {
            var all = targets.of(pod, prometheus);
            var found = new ArrayList<>(filtered(Targets.up(all), matchers));
            if (mayBeNamed(matchers, name -> !name.equals("up") && !name.startsWith("ALERTS"))) {
                all.forEach(target -> found.addAll(filtered(exported(target), matchers)));
            }
            return found;
        };
    }

    private List<Sample> exported(Targets.Target target) {
        if (!target.up()) {
            return List.of();
        }
        var samples = List.<Sample>of();
        if (target.url().contains("/metrics/cadvisor")) {
            samples = metrics.containers(target.url().replaceAll("^[a-z]+://|:\\d+/.*$", ""))
                    .samples();
        } else if (target.behind().isPresent() && target.pod().isPresent()) {
            samples = metrics.of(target.pod().get(), target.behind().get()).samples();
        }
        var honour = Boolean.parseBoolean(target.config().text("honor_labels", "false"));
        return samples.stream()
                .map(sample -> merged(sample, target.labels(), honour))
                .toList();
    }

    private static Sample merged(Sample sample, Map<String, String> labels, boolean honour) {
        var all = new TreeMap<>(labels);
        sample.labels().forEach((name, value) -> {
            if (!labels.containsKey(name) || honour) {
                all.put(name, value);
            } else {
                all.put("exported_" + name, value);
            }
        });
        return new Sample(all, sample.value());
    }

    static List<Sample> filtered(List<Sample> samples, List<LabelMatcher> matchers) {
        return samples.stream()
                .filter(sample -> matchers.stream().allMatch(matcher -> matcher.matches(sample.labels())))
                .toList();
    }

    /** Whether the matchers leave room for a metric of such a name. */
    private static boolean mayBeNamed(List<LabelMatcher> matchers, Predicate<String> name) {
        return matchers.stream()
                .filter(matcher ->
                        matcher.name().equals(Sample.NAME) && matcher.operator().equals("="))
                .findFirst()
                .map(matcher -> name.test(matcher.value()))
                .orElse(true);
    }
}
