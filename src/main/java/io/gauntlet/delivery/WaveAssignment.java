package io.gauntlet.delivery;

import io.gauntlet.delivery.Strategy.Size;
import io.gauntlet.delivery.Strategy.Wave;
import io.gauntlet.kernel.LabelSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which cluster goes in which wave. Waves without clusters are left out. */
final class WaveAssignment {

    private static final String ONLY = "all";
    private static final String LAST = "rest";

    private WaveAssignment() {}

    /** One wave with its clusters, by name, in their order. */
    record Filled(Wave wave, List<String> clusters) {}

    /** @param clusters labels by name, in the order in which they are taken */
    static List<Filled> of(List<Wave> waves, Map<String, LabelSet> clusters) {
        var left = new LinkedHashMap<>(clusters);
        var result = new ArrayList<Filled>();
        for (var wave : waves) {
            var taken = take(wave.size(), left, clusters.size());
            taken.forEach(left::remove);
            if (!taken.isEmpty()) {
                result.add(new Filled(wave, taken));
            }
        }
        if (!left.isEmpty()) {
            var name = result.isEmpty() ? ONLY : LAST;
            result.add(new Filled(new Wave(name, new Size.Rest(), false, Duration.ZERO), List.copyOf(left.keySet())));
        }
        return result;
    }

    private static List<String> take(Size size, Map<String, LabelSet> left, int all) {
        return switch (size) {
            case Size.Count(var count) -> first(left, count);
            case Size.Percent(var percent) -> first(left, Math.ceilDiv(all * percent, 100));
            case Size.Matching(var selector) ->
                left.entrySet().stream()
                        .filter(entry -> selector.matches(entry.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
            case Size.Rest() -> List.copyOf(left.keySet());
        };
    }

    private static List<String> first(Map<String, LabelSet> left, int count) {
        return left.keySet().stream().limit(count).toList();
    }
}
