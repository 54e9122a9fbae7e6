package io.gauntlet.rendering;

import io.gauntlet.kernel.Digest;
import io.gauntlet.rule.RuleGroup;
import io.gauntlet.rule.RuleGroup.Evaluator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Rule groups as files: one group per file, its digest in the file's name, so that the list of loaded rules proves which bytes
 * were loaded. The files are spread over as few ConfigMaps as hold them; pods mount all that there can be, so that neither a
 * changed rule nor a further ConfigMap touches the pod template.
 */
final class RuleFiles {

    static final String PROMETHEUS_DIRECTORY = "/etc/prometheus/rules";
    static final String RULER_DIRECTORY = "/etc/thanos/rules";
    /** Half of what an object may hold. */
    static final int SHARD_BYTES = 512 * 1024;

    static final int MAX_SHARDS = 8;
    private static final int REMEMBERED = 20_000;

    /** A group's file. */
    record RuleFile(RuleGroup group, String name, EscapedText text, int bytes) {}

    private final ConcurrentHashMap<Object, RuleFile> rendered = new ConcurrentHashMap<>();

    /** Files of the groups that the evaluator runs, by name of the group. */
    List<RuleFile> of(List<RuleGroup> groups, Evaluator evaluator) {
        return groups.stream()
                .filter(group -> group.enabled() && group.evaluator() == evaluator)
                .sorted(Comparator.comparing(RuleGroup::name))
                .map(this::file)
                .toList();
    }

    /** The same group is on most clusters, so its text is made once; the group itself, not its id, says whether it is the same. */
    @SuppressWarnings("ReferenceEquality") // comparing whole groups would cost more than writing them
    private RuleFile file(RuleGroup group) {
        var known = rendered.get(group.id());
        if (known != null && known.group() == group) {
            return known;
        }
        if (rendered.size() > REMEMBERED) {
            rendered.clear();
        }
        var fresh = write(group);
        rendered.put(group.id(), fresh);
        return fresh;
    }

    private static RuleFile write(RuleGroup group) {
        var text = YamlText.write(Doc.map("groups", List.of(group.document())));
        var slug = group.name()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        var prefix = slug.isEmpty() ? "" : slug.substring(0, Math.min(slug.length(), 60)) + "-";
        var name = prefix + Digest.of(text).abbreviated() + ".yaml";
        return new RuleFile(group, name, new EscapedText(text), text.getBytes(StandardCharsets.UTF_8).length);
    }

    /** Distributes the files in order; a file that is larger than a shard gets one of its own. */
    static List<List<RuleFile>> shards(List<RuleFile> files) {
        var shards = new ArrayList<List<RuleFile>>();
        var current = new ArrayList<RuleFile>();
        shards.add(current);
        var size = 0;
        for (var file : files) {
            if (size + file.bytes() > SHARD_BYTES && !current.isEmpty()) {
                current = new ArrayList<>();
                shards.add(current);
                size = 0;
            }
            current.add(file);
            size += file.bytes();
        }
        return shards;
    }

    /** The ConfigMaps; the first one is always there. */
    static void render(RenderScope scope, Component component, List<RuleFile> files) {
        var shards = shards(files);
        for (var number = 0; number < Math.min(shards.size(), MAX_SHARDS); number++) {
            var content = new Doc();
            shards.get(number).forEach(file -> content.put(file.name(), file.text()));
            scope.out()
                    .add(
                            Kinds.CONFIG_MAP,
                            component,
                            configMap(component, number),
                            new Doc().putUnlessEmpty("data", content));
        }
    }

    /** All ConfigMaps that there can be as one directory. */
    static Doc volume(Component component) {
        var sources = IntStream.range(0, MAX_SHARDS)
                .mapToObj(number -> Doc.map(
                        "configMap",
                        Doc.map("name", configMap(component, number)).putIf(number > 0, "optional", true)))
                .toList();
        return Doc.map("projected", Doc.map("sources", sources));
    }

    private static String configMap(Component component, int number) {
        return component.workload() + "-rules-" + number;
    }
}
