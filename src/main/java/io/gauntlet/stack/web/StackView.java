package io.gauntlet.stack.web;

import io.gauntlet.bucket.Buckets;
import io.gauntlet.stack.EffectiveStack;
import io.gauntlet.stack.EffectiveStack.Origin;
import io.gauntlet.stack.SettingsSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stack of one cluster in answers.
 *
 * @param settings  effective value of every path
 * @param origins   where each value comes from
 * @param overrides what the cluster sets itself
 */
record StackView(
        String cluster,
        String profile,
        @Nullable String bucket,
        Map<String, String> externalLabels,
        boolean labelsFixed,
        Map<String, Object> settings,
        Map<String, Origin> origins,
        Map<String, Object> overrides,
        int version) {

    static StackView of(String cluster, EffectiveStack stack, Buckets buckets) {
        var settings = new LinkedHashMap<String, Object>();
        SettingsSchema.flatten(stack.settings())
                .forEach((path, value) -> settings.put(path, SettingsSchema.plain(value)));
        var overrides = new TreeMap<>(settings);
        overrides.keySet().removeIf(path -> stack.origins().get(path) != Origin.CLUSTER);
        return new StackView(
                cluster,
                stack.profile().value(),
                stack.bucket().map(id -> buckets.get(id).name().value()).orElse(null),
                stack.externalLabels().values(),
                stack.labelsFixed(),
                settings,
                new TreeMap<>(stack.origins()),
                overrides,
                stack.version());
    }
}
