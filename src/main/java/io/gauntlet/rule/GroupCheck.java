package io.gauntlet.rule;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.PromDuration;
import io.gauntlet.kernel.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules that promtool has for the structure of a group (Prometheus model/rulefmt), with the place of each problem. */
final class GroupCheck {

    static final int MAX_NAME = 200;

    private static final Set<String> GROUP_KEYS =
            Set.of("name", "interval", "query_offset", "limit", "labels", "rules", "partial_response_strategy");
    private static final Set<String> RULE_KEYS =
            Set.of("record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations");
    private static final int MAX_RULES = 2_000;
    private static final int MAX_EXPR = 64 * 1024;
    private static final int MAX_LABELS = 100;

    private final YamlText yaml;
    private final RuleGroup.Evaluator evaluator;
    private final List<FieldProblem> problems;

    GroupCheck(YamlText yaml, RuleGroup.Evaluator evaluator, List<FieldProblem> problems) {
        this.yaml = yaml;
        this.evaluator = evaluator;
        this.problems = problems;
    }

    /** The group at a path; what is wrong is added to the problems. */
    CheckedGroup check(String path, Map<?, ?> group) {
        var document = new LinkedHashMap<String, Object>();
        var rules = new ArrayList<RuleGroup.Rule>();
        var name = text(join(path, "name"), group.get("name"));
        if (name == null || name.isEmpty()) {
            problem(join(path, "name"), "The group has no name.", "Name it.");
        } else if (name.length() > MAX_NAME) {
            problem(join(path, "name"), "The name is too long.", "Use at most " + MAX_NAME + " characters.");
        }
        group.forEach((key, value) -> {
            var at = join(path, String.valueOf(key));
            var read = switch (String.valueOf(key)) {
                case "name" -> name;
                case "interval", "query_offset" -> duration(at, value);
                case "limit" -> limit(at, value);
                case "labels" -> labels(at, value, false);
                case "partial_response_strategy" -> strategy(at, value);
                case "rules" -> rules(at, value, rules);
                default -> unknown(at, String.valueOf(key), GROUP_KEYS);
            };
            if (read != null) {
                document.put(String.valueOf(key), read);
            }
        });
        document.putIfAbsent("rules", List.of());
        return new CheckedGroup(name == null ? "" : name, document, rules);
    }

    private List<Object> rules(String path, @Nullable Object value, List<RuleGroup.Rule> read) {
        var documents = new ArrayList<Object>();
        if (value == null) {
            return documents;
        }
        if (!(value instanceof List<?> list) || list.size() > MAX_RULES) {
            problem(
                    path,
                    "It is not a list of rules, or one that is too long.",
                    "List at most " + MAX_RULES + " rules.");
            return documents;
        }
        for (var i = 0; i < list.size(); i++) {
            var at = path + "[" + i + "]";
            if (list.get(i) instanceof Map<?, ?> rule) {
                var document = rule(at, rule);
                documents.add(document);
                read.add(RuleDocuments.rule(document));
            } else {
                problem(at, "It is not a rule.", "Write a mapping with alert or record, and expr.");
            }
        }
        return documents;
    }

    private Map<String, Object> rule(String path, Map<?, ?> rule) {
        var document = new LinkedHashMap<String, Object>();
        rule.forEach((key, value) -> {
            var at = join(path, String.valueOf(key));
            var read = switch (String.valueOf(key)) {
                case "record", "alert", "expr" -> text(at, value);
                case "for", "keep_firing_for" -> duration(at, value);
                case "labels" -> labels(at, value, rule.get("alert") != null);
                case "annotations" -> annotations(at, value);
                default -> unknown(at, String.valueOf(key), RULE_KEYS);
            };
            if (read != null && !"".equals(read)) {
                document.put(String.valueOf(key), read);
            }
        });
        kind(path, document);
        expression(path, document.get("expr"));
        return document;
    }

    private void kind(String path, Map<String, Object> rule) {
        var alert = rule.containsKey("alert");
        var record = rule.containsKey("record");
        if (alert == record) {
            problem(
                    path,
                    alert ? "The rule has both record and alert." : "The rule has neither record nor alert.",
                    "Set exactly one of them.");
        }
        if (!record) {
            return;
        }
        for (var key : List.of("for", "keep_firing_for", "annotations")) {
            if (rule.containsKey(key)) {
                problem(join(path, key), "A recording rule cannot have '" + key + "'.", "Remove it.");
            }
        }
        var name = String.valueOf(rule.get("record"));
        if (name.indexOf('{') >= 0 || name.indexOf('}') >= 0) {
            problem(join(path, "record"), "The name of a recording rule has braces.", "Put matchers into expr.");
        }
    }

    private void expression(String path, @Nullable Object expr) {
        var at = join(path, "expr");
        if (!(expr instanceof String text) || text.isBlank()) {
            problem(at, "The rule has no expression.", "Set expr.");
        } else if (text.length() > MAX_EXPR) {
            problem(at, "The expression is too long.", "Use at most 64 KiB.");
        } else {
            Balance.expression(text).ifPresent(reason -> problem(at, reason, "Correct the expression."));
        }
    }

    private @Nullable String duration(String at, @Nullable Object value) {
        var text = text(at, value);
        if (text == null) {
            return null;
        }
        try {
            PromDuration.parse(at, text);
        } catch (DomainException.Invalid wrong) {
            wrong.problems().forEach(problem -> problem(at, problem.reason(), problem.fix()));
        }
        return text;
    }

    private @Nullable Integer limit(String at, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof String text && text.matches("\\d{1,9}")) {
            return Integer.valueOf(text);
        }
        problem(at, "It is not a whole number.", "Write a number; 0 means no limit.");
        return null;
    }

    private @Nullable String strategy(String at, @Nullable Object value) {
        var text = text(at, value);
        if (evaluator != RuleGroup.Evaluator.RULER) {
            problem(
                    at,
                    "Only the Thanos Ruler knows this key; Prometheus refuses the file.",
                    "Remove it, or let the ruler evaluate.");
        } else if (text != null && !Set.of("warn", "abort").contains(text.toLowerCase(Locale.ROOT))) {
            problem(at, "The strategy is not known.", "Use warn or abort.");
        }
        return text;
    }

    private Map<String, Object> annotations(String at, @Nullable Object value) {
        var result = texts(at, value);
        result.forEach((name, text) -> template(join(at, name), String.valueOf(text)));
        return result;
    }

    private Map<String, Object> labels(String at, @Nullable Object value, boolean templated) {
        var result = texts(at, value);
        result.forEach((name, text) -> {
            if (name.equals("__name__")) {
                problem(join(at, name), "A rule cannot set __name__.", "Use another label.");
            }
            if (templated) {
                template(join(at, name), String.valueOf(text));
            }
        });
        return result;
    }

    private void template(String at, String text) {
        Balance.template(text).ifPresent(reason -> problem(at, reason, "Correct the template."));
    }

    private Map<String, Object> texts(String at, @Nullable Object value) {
        var result = new LinkedHashMap<String, Object>();
        if (value == null) {
            return result;
        }
        if (!(value instanceof Map<?, ?> map) || map.size() > MAX_LABELS) {
            problem(
                    at,
                    "It is not a mapping of names to texts, or one that is too large.",
                    "Write at most 100 lines name: text.");
            return result;
        }
        map.forEach((key, item) -> {
            var name = String.valueOf(key);
            if (name.isEmpty() || !wellFormed(name)) {
                problem(join(at, name), "The name is not valid.", "Use a name of letters, digits and underscores.");
            } else if (item instanceof Map || item instanceof List) {
                problem(join(at, name), "It is not text.", "Write one text.");
            } else {
                result.put(name, item == null ? "" : text(join(at, name), item));
            }
        });
        return result;
    }

    private @Nullable String text(String at, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            if (!wellFormed(text)) {
                problem(at, "The text is not valid UTF-8.", "Remove the broken characters.");
            }
            return text;
        }
        problem(at, "It is not text.", "Write one text.");
        return null;
    }

    /** A lone surrogate or a NUL cannot be stored or sent as UTF-8. */
    private static boolean wellFormed(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    private @Nullable Object unknown(String at, String key, Set<String> known) {
        problem(
                at,
                "The key '" + key + "' is not known.",
                "Use " + String.join(", ", known.stream().sorted().toList()) + ".");
        return null;
    }

    void problem(String at, String reason, String fix) {
        if (problems.size() < 100) {
            var line = yaml.line(at).map(number -> "Line " + number + ": ").orElse("");
            problems.add(new FieldProblem(at.isEmpty() ? "yaml" : at, line + reason, fix));
        }
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
