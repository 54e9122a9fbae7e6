package io.gauntlet.rendering;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** The {@code scrape_configs} as text: the same for all stacks with the same parts in namespaces of the same name. */
final class ScrapeConfigurations {

    private static final int REMEMBERED = 2_000;

    private record Key(String namespace, List<Component> parts) {}

    private final ConcurrentHashMap<Key, EscapedText> texts = new ConcurrentHashMap<>();

    EscapedText of(RenderScope scope) {
        var key = new Key(
                scope.namespace(),
                Arrays.stream(Component.values()).filter(scope::runs).toList());
        if (texts.size() > REMEMBERED) {
            texts.clear();
        }
        return texts.computeIfAbsent(
                key, missing -> new EscapedText(YamlText.write(Doc.map("scrape_configs", ScrapeJobs.of(scope)))));
    }
}
