package io.gauntlet.sandbox.api;

import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.sandbox.api.ApiFailure.Cause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the bodies of requests as strictly as the request asks for. */
final class Decoding {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonMapper UNIQUE = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate Object property \"(.*?)\"");
    private static final Pattern TWICE = Pattern.compile("Line (\\d+), column \\d+: found duplicate key (\\S+?)\\.?$");

    private Decoding() {}

    /** What to do about fields that are unknown or written twice. */
    enum Strictness {
        IGNORE,
        WARN,
        STRICT;

        static Strictness of(String parameter, String options) {
            return switch (parameter) {
                case "", "Warn" -> WARN;
                case "Ignore" -> IGNORE;
                case "Strict" -> STRICT;
                default ->
                    throw Failures.invalidOptions(
                            options,
                            new Cause(
                                    "FieldValueNotSupported",
                                    "Unsupported value: \"" + parameter
                                            + "\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"",
                                    "fieldValidation"));
            };
        }
    }

    static ObjectNode json(byte[] body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException broken) {
            throw Failures.badRequest("couldn't get version/kind; json parse error: " + firstLine(broken));
        }
        throw Failures.badRequest("couldn't get version/kind; json parse error: the body is not an object");
    }

    /** An object to create or to replace; what is unknown is refused or comes back as warnings. */
    static List<String> check(ResourceKind kind, byte[] body, ObjectNode object, Strictness strictness) {
        var title = kind.kind() + " in version \"" + kind.version() + "\" cannot be handled as a " + kind.kind() + ": ";
        var problems = SchemaCheck.of(object, kind.type());
        for (var problem : problems) {
            if (problem.sort() == SchemaCheck.Sort.WRONG_TYPE) {
                throw Failures.badRequest(title + problem.decoded());
            }
        }
        if (strictness == Strictness.IGNORE) {
            return List.of();
        }
        var findings = new ArrayList<String>();
        duplicate(body, findings);
        problems.stream()
                .filter(problem -> problem.sort() == SchemaCheck.Sort.UNKNOWN)
                .forEach(problem -> findings.add(problem.decoded()));
        if (strictness == Strictness.STRICT && !findings.isEmpty()) {
            throw Failures.badRequest(title + "strict decoding error: " + String.join(", ", findings));
        }
        return findings;
    }

    private static void duplicate(byte[] body, List<String> findings) {
        try {
            UNIQUE.readTree(body);
        } catch (JacksonException broken) {
            var name = DUPLICATE.matcher(String.valueOf(broken.getOriginalMessage()));
            if (name.find()) {
                findings.add("duplicate field \"" + place(body, name.group(1)) + "\"");
            }
        }
    }

    /** The path of the first field of this name that stands twice in its object. */
    private static String place(byte[] body, String name) {
        var fields = new ArrayDeque<String>();
        var seen = new ArrayDeque<Set<String>>();
        try (var parser = JSON.createParser(body)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT -> seen.push(new HashSet<>());
                    case END_OBJECT -> {
                        seen.pop();
                        fields.pollLast();
                    }
                    case PROPERTY_NAME -> {
                        fields.addLast(String.valueOf(parser.currentName()));
                        var known = seen.peek();
                        if (known != null
                                && !known.add(String.valueOf(parser.currentName()))
                                && name.equals(fields.peekLast())) {
                            return String.join(".", fields);
                        }
                    }
                    case START_ARRAY -> {}
                    default -> fields.pollLast();
                }
            }
        }
        return name;
    }

    /** A configuration to apply, in YAML or JSON; unknown fields are refused whatever the request asks for. */
    static ObjectNode applied(ResourceKind kind, byte[] body) {
        var object = tree(body);
        if (!Json.text(object, "kind").equals(kind.kind())
                || !Json.text(object, "apiVersion").equals(kind.apiVersion())) {
            var given = Json.text(object, "apiVersion");
            throw Failures.badRequest("invalid object type: " + (given.contains("/") ? given : "/" + given) + ", Kind="
                    + Json.text(object, "kind"));
        }
        var problems = SchemaCheck.of(object, kind.type());
        if (problems.isEmpty()) {
            return object;
        }
        var metadata = object.path("metadata");
        var title = "failed to create typed patch object (" + Json.text(metadata, "namespace") + "/"
                + Json.text(metadata, "name") + "; " + (kind.group().isEmpty() ? "/" : "") + kind.apiVersion()
                + ", Kind="
                + kind.kind() + "): ";
        var lines = problems.stream()
                .map(problem -> problem.path() + ": " + problem.applied())
                .toList();
        throw Failures.internal(
                title + (lines.size() == 1 ? lines.getFirst() : "errors:\n  " + String.join("\n  ", lines)));
    }

    private static ObjectNode tree(byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        try {
            if (text.stripLeading().startsWith("{") && UNIQUE.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException notJson) {
            // YAML may begin with a brace too, and its reader names a key that is written twice.
        }
        try {
            return (ObjectNode) JSON.valueToTree(BoundedYaml.loadMap("yaml", text));
        } catch (DomainException.Invalid broken) {
            var why = broken.problems().isEmpty()
                    ? ""
                    : broken.problems().getFirst().reason();
            var twice = TWICE.matcher(why);
            if (twice.find()) {
                why = "unmarshal errors:\n  line " + twice.group(1) + ": key \"" + twice.group(2)
                        + "\" already set in map";
            }
            throw Failures.badRequest("error strict decoding YAML: error converting YAML to JSON: yaml: " + why);
        }
    }

    private static String firstLine(JacksonException broken) {
        return String.valueOf(broken.getOriginalMessage()).lines().findFirst().orElse("");
    }
}
