package io.gauntlet.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Walks a configuration along the field table: unknown keys, types, what is required and what excludes what. */
final class FieldCheck {

    /**
     * A secret that stands in the text.
     *
     * @param at    path of its entry
     * @param owner path of the mapping it is in
     */
    record InlineSecret(String at, String owner, String key, Object value, boolean hasTwin) {

        @Override
        public String toString() {
            return "InlineSecret[" + at + "]";
        }
    }

    /**
     * A stored secret that the text refers to.
     *
     * @param path of its file, or its placeholder where Alertmanager reads no file
     */
    record FileReference(String at, String owner, String key, String path) {}

    /** The address next to which secrets are sent. */
    record Address(String owner, String key, String value) {}

    /** A user, and mostly a password, in a URL. */
    private static final Pattern CREDENTIALS = Pattern.compile("\\s*[a-zA-Z0-9+.-]+://[^/?#]*@");

    private static final Set<String> EMPTY_WHEN_NULL =
            Set.of("slack_configs", "opsgenie_configs", "wechat_configs", "rocketchat_configs");
    private static final int MAX_TEXT = 256 * 1024;

    private final Findings findings;
    private final ScalarCheck scalars;
    private final Map<String, ?> global;
    private final List<InlineSecret> secrets = new ArrayList<>();
    private final List<FileReference> files = new ArrayList<>();
    private final List<Address> addresses = new ArrayList<>();

    FieldCheck(Findings findings, Map<String, ?> global) {
        this.findings = findings;
        this.scalars = new ScalarCheck(findings);
        this.global = global;
    }

    List<InlineSecret> secrets() {
        return secrets;
    }

    List<FileReference> files() {
        return files;
    }

    List<Address> addresses() {
        return addresses;
    }

    void check(String path, String sectionName, Map<?, ?> map) {
        var section = FieldTable.section(sectionName);
        map.forEach((key, value) -> {
            var name = String.valueOf(key);
            var at = Findings.join(path, name);
            var field = section.fields().get(name);
            var twin = field == null ? section.twinOf(name) : null;
            if (field != null) {
                value(at, path, field, value);
            } else if (twin != null) {
                twin(at, path, twin, name, value);
            } else {
                findings.problem(
                        at,
                        "The key '" + shortened(name) + "' is not known.",
                        "Use " + String.join(", ", section.fields().keySet()) + ".");
            }
        });
        present(path, section, map);
    }

    private void present(String path, FieldTable.Section section, Map<?, ?> map) {
        for (var alternatives : section.required()) {
            if (alternatives.stream().noneMatch(name -> has(map, name))) {
                findings.problem(
                        Findings.join(path, alternatives.getFirst()),
                        "There is no " + String.join(" or ", alternatives) + ".",
                        "Set one of them.");
            }
        }
        for (var alternatives : section.exclusive()) {
            var set = alternatives.stream().filter(name -> has(map, name)).toList();
            if (set.size() > 1) {
                findings.problem(
                        Findings.join(path, set.getLast()),
                        "At most one of " + String.join(" and ", set) + " may be set.",
                        "Remove the others.");
            }
        }
    }

    private boolean has(Map<?, ?> map, String name) {
        return name.startsWith("global.")
                ? Findings.given(global.get(name.substring("global.".length())))
                : Findings.given(map.get(name));
    }

    private void value(String at, String owner, FieldTable.Field field, @Nullable Object value) {
        if (field.type().startsWith("@")) {
            nested(at, field.type(), value);
            return;
        }
        if (value == null) {
            return;
        }
        switch (field.type()) {
            case "texts", "map", "any" -> structure(at, owner, field, value);
            default -> {
                scalar(at, owner, field, value);
                if (field.name().endsWith("_file") && value instanceof String path) {
                    path(at, SecretReference.name(path).isEmpty() ? path : Routing.SECRET_DIRECTORY);
                }
            }
        }
    }

    private void nested(String at, String type, @Nullable Object value) {
        if (type.endsWith("[]")) {
            list(at, type.substring(1, type.length() - 2), value);
        } else if (value == null) {
            return;
        } else if (!(value instanceof Map<?, ?> map)) {
            findings.problem(at, "It is not a mapping.", "Write keys and values below it.");
        } else if (type.startsWith("@@")) {
            map.forEach((key, item) -> {
                if (item instanceof Map<?, ?> nested) {
                    check(Findings.join(at, String.valueOf(key)), type.substring(2), nested);
                }
            });
        } else {
            check(at, type.substring(1), map);
        }
    }

    private void list(String at, String section, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (!(value instanceof List<?> list)) {
            findings.problem(at, "It is not a list.", "Start each entry with a hyphen.");
            return;
        }
        for (var i = 0; i < list.size(); i++) {
            var item = list.get(i);
            var path = at + "[" + i + "]";
            if (item instanceof Map<?, ?> map) {
                check(path, section, map);
            } else if (item == null && EMPTY_WHEN_NULL.contains(section)) {
                check(path, section, Map.of());
            } else {
                findings.problem(path, "The entry is empty or not a mapping.", "Write its fields, or remove it.");
            }
        }
    }

    private void scalar(String at, String owner, FieldTable.Field field, Object value) {
        var text = text(at, value);
        if (text != null) {
            scalars.check(at, field.type(), text);
        }
        if (text == null || text.isEmpty()) {
            return;
        }
        var address = field.flags().contains("address");
        var placeholder = SecretReference.isPlaceholder(text);
        if (address || (placeholder && field.type().equals("url"))) {
            addresses.add(new Address(owner, field.name(), text));
        }
        var credentials = (address || field.type().equals("url"))
                && CREDENTIALS.matcher(text).lookingAt();
        if (placeholder && (field.secret() || address)) {
            files.add(new FileReference(at, owner, field.name(), text));
        } else if (field.secret()) {
            // Alertmanager fills templates into a URL of the text; a URL of a file is taken as it is.
            var template = field.name().equals("url") && text.contains("{{");
            secrets.add(new InlineSecret(at, owner, field.name(), text, field.hasTwin() && !template));
        } else if (credentials) {
            secrets.add(new InlineSecret(at, owner, field.name(), text, false));
        }
    }

    /** Lists and mappings of secrets have no files: one placeholder stands for the whole value. */
    private void structure(String at, String owner, FieldTable.Field field, Object value) {
        if (field.secret() && value instanceof String text && SecretReference.isPlaceholder(text)) {
            files.add(new FileReference(at, owner, field.name(), text));
            return;
        }
        switch (field.type()) {
            case "texts" -> texts(at, value);
            case "map" -> map(at, value);
            default -> {}
        }
        var empty = value.equals(List.of()) || value.equals(Map.of()) || value.equals("");
        if (field.secret() && !empty) {
            secrets.add(new InlineSecret(at, owner, field.name(), value, false));
        }
    }

    private void twin(String at, String owner, FieldTable.Field twin, String name, @Nullable Object value) {
        var path = text(at, value);
        if (path == null || path.isEmpty()) {
            return;
        }
        path(at, path);
        if (SecretReference.isPlaceholder(path)) {
            findings.problem(at, "A placeholder is not a file.", "Write it under the key without _file.");
        }
        if (twin.secret() || !SecretReference.name(path).isEmpty()) {
            files.add(new FileReference(at, owner, name, path));
            if (twin.type().equals("url")) {
                addresses.add(new Address(owner, name, path));
            }
        } else if (twin.flags().contains("address")) {
            addresses.add(new Address(owner, name, path));
        }
    }

    private void path(String at, String path) {
        if (SecretReference.reachesSecretsOtherwise(path)) {
            findings.problem(
                    at,
                    "The path leads to stored secrets of other fields.",
                    "Write the secret itself under the key without _file.");
        }
    }

    private void texts(String at, Object value) {
        if (!(value instanceof List<?> list)) {
            // A single text is not a list for Alertmanager either.
            findings.problem(at, "It is not a list of texts.", "Write [a, b].");
            return;
        }
        for (var i = 0; i < list.size(); i++) {
            var text = text(at + "[" + i + "]", list.get(i));
            var paths = at.equals("templates") || at.endsWith(".files");
            if (paths && text != null) {
                path(at, SecretReference.name(text).isEmpty() ? text : Routing.SECRET_DIRECTORY);
            }
        }
    }

    private void map(String at, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> text(Findings.join(at, String.valueOf(key)), item));
        } else {
            findings.problem(at, "It is not a mapping of texts.", "Write lines key: text.");
        }
    }

    private @Nullable String text(String at, @Nullable Object value) {
        if (value instanceof String text && text.length() <= MAX_TEXT) {
            return text;
        }
        if (value != null) {
            findings.problem(at, "It is not one text, or one that is too long.", "Write one text.");
        }
        return null;
    }

    private static String shortened(String key) {
        return key.length() <= 60 ? key : key.substring(0, 60) + "…";
    }
}
