package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.promql.LabelMatcher;
import io.gauntlet.sandbox.promql.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What targets export, by metric name. Labels of a target are added to the few series that somebody looks at. */
final class Exported {

    private record Scraped(Targets.Target target, Sample sample) {

        Sample labelled() {
            var labels = target.labels();
            var honour = Boolean.parseBoolean(target.config().text("honor_labels", "false"));
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
    }

    private final Map<String, List<Scraped>> byName = new LinkedHashMap<>();

    void add(Targets.Target target, List<Sample> samples) {
        for (var sample : samples) {
            byName.computeIfAbsent(sample.labels().getOrDefault(Sample.NAME, ""), _ -> new ArrayList<>())
                    .add(new Scraped(target, sample));
        }
    }

    Stream<Sample> select(List<LabelMatcher> matchers) {
        var wanted = Series.name(matchers);
        var scraped = wanted.isPresent()
                ? byName.getOrDefault(wanted.get(), List.of()).stream()
                : byName.values().stream().flatMap(List::stream);
        return scraped.map(Scraped::labelled)
                .filter(sample -> matchers.stream().allMatch(matcher -> matcher.matches(sample.labels())));
    }
}
