package io.gauntlet.sandbox.api;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Which objects a request or a workload selects. */
final class Selectors {

    private static final Pattern WORD_OPERATOR = Pattern.compile("[^\\s,()=!]+\\s+([^\\s,()=!]+).*");
    private static final Map<String, List<String>> FIELDS = Map.of(
            "Pod",
                    List.of(
                            "status.phase",
                            "spec.nodeName",
                            "spec.serviceAccountName",
                            "spec.restartPolicy",
                            "status.podIP"),
            "Event",
                    List.of(
                            "involvedObject.kind",
                            "involvedObject.name",
                            "involvedObject.namespace",
                            "involvedObject.uid",
                            "reason",
                            "type",
                            "source"),
            "Secret", List.of("type"),
            "Namespace", List.of("status.phase"),
            "Node", List.of("spec.unschedulable"),
            "Service", List.of("spec.clusterIP", "spec.type"));

    private Selectors() {}

    /** A condition on labels. */
    interface LabelCondition {

        boolean matches(JsonNode labels);
    }

    /** The selector of a workload. */
    static LabelCondition of(JsonNode selector) {
        return labels -> {
            for (var wanted : selector.path("matchLabels").properties()) {
                if (!labels.path(wanted.getKey()).equals(wanted.getValue())) {
                    return false;
                }
            }
            for (var expression : selector.path("matchExpressions")) {
                var value = labels.path(Json.text(expression, "key"));
                var listed = expression.path("values").valueStream().anyMatch(value::equals);
                var holds = switch (Json.text(expression, "operator")) {
                    case "In" -> listed;
                    case "NotIn" -> !listed;
                    case "Exists" -> !value.isMissingNode();
                    default -> value.isMissingNode();
                };
                if (!holds) {
                    return false;
                }
            }
            return true;
        };
    }

    /** The label selector of a request. */
    static LabelCondition labels(String text) {
        try {
            var selector = LabelSelector.parse(text);
            return labels -> selector.requirements().stream().allMatch(requirement -> {
                var node = labels.path(requirement.label());
                var value = node.isMissingNode() ? Optional.<String>empty() : Optional.of(node.asString(""));
                return switch (requirement.operator()) {
                    case IN -> value.filter(requirement.values()::contains).isPresent();
                    case NOT_IN -> value.filter(requirement.values()::contains).isEmpty();
                    case EXISTS -> value.isPresent();
                    case DOES_NOT_EXIST -> value.isEmpty();
                };
            });
        } catch (DomainException.Invalid broken) {
            var operator = WORD_OPERATOR.matcher(text);
            throw Failures.badRequest(
                    operator.matches()
                                    && !List.of("in", "notin")
                                            .contains(operator.group(1).toLowerCase(Locale.ROOT))
                            ? "unable to parse requirement: found '" + operator.group(1)
                                    + "', expected: in, notin, =, ==, !=, gt, lt"
                            : "unable to parse requirement: " + text);
        }
    }

    /** The field selector of a request. */
    static Predicate<StoredObject> fields(ResourceKind kind, String text, ObjectStore store) {
        var conditions = new ArrayList<Predicate<StoredObject>>();
        for (var term : text.split(",", -1)) {
            if (term.isBlank()) {
                continue;
            }
            var negative = term.contains("!=");
            var parts = term.split("!=|==|=", 2);
            if (parts.length < 2) {
                throw Failures.badRequest("invalid selector: '" + term + "'; can't understand '" + term + "'");
            }
            var field = parts[0].strip();
            var wanted = parts[1].strip();
            conditions.add(object -> value(kind, object, field, store).equals(wanted) != negative);
            requireKnown(kind, field);
        }
        return object -> conditions.stream().allMatch(condition -> condition.test(object));
    }

    private static void requireKnown(ResourceKind kind, String field) {
        if (!field.equals("metadata.name")
                && !(kind.namespaced() && field.equals("metadata.namespace"))
                && !FIELDS.getOrDefault(kind.kind(), List.of()).contains(field)) {
            throw Failures.badRequest("\"" + field + "\" is not a known field selector: only \"metadata.name\""
                    + (kind.namespaced() ? ", \"metadata.namespace\"" : ""));
        }
    }

    private static String value(ResourceKind kind, StoredObject object, String field, ObjectStore store) {
        return switch (field) {
            case "metadata.name" -> object.key().name();
            case "metadata.namespace" -> object.key().namespace();
            default -> Json.text(store.read(object), field.split("\\.", -1));
        };
    }
}
