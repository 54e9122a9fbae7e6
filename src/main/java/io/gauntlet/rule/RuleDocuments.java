package io.gauntlet.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Groups as documents: read rule by rule, written as YAML. */
final class RuleDocuments {

    private RuleDocuments() {}

    static List<RuleGroup.Rule> rules(Map<String, Object> group) {
        var rules = new ArrayList<RuleGroup.Rule>();
        if (group.get("rules") instanceof List<?> list) {
            for (var item : list) {
                if (item instanceof Map<?, ?> document) {
                    rules.add(rule(document));
                }
            }
        }
        return rules;
    }

    static RuleGroup.Rule rule(Map<?, ?> document) {
        return new RuleGroup.Rule(
                text(document.get("alert")),
                text(document.get("record")),
                text(document.get("expr")).orElse(""),
                text(document.get("for")),
                texts(document.get("labels")),
                texts(document.get("annotations")));
    }

    /** One group as people edit it. */
    static String write(Map<String, Object> group) {
        return dump().dumpToString(group);
    }

    /** Groups as a rule file. */
    static String writeFile(List<Map<String, Object>> groups) {
        return dump().dumpToString(Map.of("groups", groups));
    }

    private static Dump dump() {
        return new Dump(DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(10_000)
                .setMaxSimpleKeyLength(1_000)
                .build());
    }

    private static Optional<String> text(@Nullable Object value) {
        return value == null ? Optional.empty() : Optional.of(value.toString());
    }

    private static Map<String, String> texts(@Nullable Object value) {
        var result = new LinkedHashMap<String, String>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> result.put(String.valueOf(key), String.valueOf(item)));
        }
        return result;
    }
}
