package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.promql.LabelMatcher;
import io.gauntlet.sandbox.promql.PromExpression;
import io.gauntlet.sandbox.promql.Sample;
import io.gauntlet.sandbox.workload.Program;
import io.gauntlet.sandbox.workload.RunningPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
        var made = new Once<>(() -> rules.results(prometheus, scraped));
        return matchers -> {
            var found = new ArrayList<>(scraped.select(matchers));
            if (mayBeNamed(matchers, name -> name.startsWith("ALERTS") || name.contains(":"))) {
                found.addAll(filtered(made.get(), matchers));
            }
            return found;
        };
    }

    /**
     * The same without what rules make, for the rules themselves. Targets are found and read once for a source, like a scrape
     * that many rules look at.
     */
    PromExpression.Source scraped(RunningPod pod, Program prometheus) {
        var all = new Once<>(() -> targets.of(pod, prometheus));
        var up = new Once<>(() -> Targets.up(all.get()));
        var exported = new Once<>(() -> exported(all.get()));
        return matchers -> {
            var found = new ArrayList<>(filtered(up.get(), matchers));
            if (mayBeNamed(matchers, name -> !name.equals("up") && !name.startsWith("ALERTS"))) {
                exported.get().select(matchers).forEach(found::add);
            }
            return found;
        };
    }

    private Exported exported(List<Targets.Target> targets) {
        var exported = new Exported();
        targets.forEach(target -> exported.add(target, samples(target)));
        return exported;
    }

    /** A value that is worked out when it is asked for the first time. */
    private static final class Once<T> {

        private final Supplier<T> source;
        private @Nullable T value;

        Once(Supplier<T> source) {
            this.source = source;
        }

        synchronized T get() {
            var known = value;
            if (known == null) {
                known = source.get();
                value = known;
            }
            return known;
        }
    }

    private List<Sample> samples(Targets.Target target) {
        if (!target.up()) {
            return List.of();
        }
        if (target.url().contains("/metrics/cadvisor")) {
            return metrics.containers(target.url().replaceAll("^[a-z]+://|:\\d+/.*$", ""))
                    .samples();
        }
        return target.behind().isPresent() && target.pod().isPresent()
                ? metrics.of(target.pod().get(), target.behind().get()).samples()
                : List.of();
    }

    static List<Sample> filtered(List<Sample> samples, List<LabelMatcher> matchers) {
        return samples.stream()
                .filter(sample -> matchers.stream().allMatch(matcher -> matcher.matches(sample.labels())))
                .toList();
    }

    /** The metric name that the matchers demand, if they demand one. */
    static Optional<String> name(List<LabelMatcher> matchers) {
        return matchers.stream()
                .filter(matcher ->
                        matcher.name().equals(Sample.NAME) && matcher.operator().equals("="))
                .findFirst()
                .map(LabelMatcher::value);
    }

    /** Whether the matchers leave room for a metric of such a name. */
    private static boolean mayBeNamed(List<LabelMatcher> matchers, Predicate<String> name) {
        return name(matchers).map(name::test).orElse(true);
    }
}
