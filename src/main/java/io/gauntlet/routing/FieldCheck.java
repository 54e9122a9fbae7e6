package io.gauntlet.routing;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.PromDuration;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    record InlineSecret(String at, String owner, String key, String value, boolean hasTwin) {}

    /** A file of a secret that the text names. */
    record FileReference(String at, String owner, String key, String path) {}

    /** The address next to which secrets are sent. */
    record Address(String owner, String key, String value) {}

    private static final Pattern GO_DURATION = Pattern.compile("0|(\\d{1,9}(\\.\\d{1,9})?(ns|us|µs|ms|s|m|h))+");
    private static final Set<String> BOOLEANS = Set.of("true", "false", "yes", "no", "on", "off", "y", "n");
    private static final Set<String> EMPTY_WHEN_NULL =
            Set.of("slack_configs", "opsgenie_configs", "wechat_configs", "rocketchat_configs");
    private static final int MAX_TEXT = 256 * 1024;

    private final Findings findings;
    private final Map<String, ?> global;
    private final List<InlineSecret> secrets = new ArrayList<>();
    private final List<FileReference> files = new ArrayList<>();
    private final List<Address> addresses = new ArrayList<>();

    FieldCheck(Findings findings, Map<String, ?> global) {
        this.findings = findings;
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
                text(at, value);
                if (twin.secret() && value instanceof String file && !file.isEmpty()) {
                    files.add(new FileReference(at, path, name, file));
                    if (twin.type().equals("url")) {
                        addresses.add(new Address(path, name, file));
                    }
                }
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
            case "texts" -> texts(at, value);
            case "map" -> map(at, value);
            case "any" -> hidden(at, value);
            default -> scalar(at, owner, field, value);
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
        if (text == null) {
            return;
        }
        switch (field.type()) {
            case "bool" -> require(BOOLEANS.contains(text.toLowerCase(Locale.ROOT)), at, "It is not true or false.", "Write true or false.");
            case "int" -> require(text.matches("-?\\d{1,18}"), at, "It is not a whole number.", "Write a whole number.");
            case "duration" -> duration(at, text);
            case "goduration" -> require(GO_DURATION.matcher(text).matches(), at, "It is not a duration of Go.", "Write hours, minutes or seconds, such as 1h30m; days are not known here.");
            case "url" -> url(at, text);
            default -> {}
        }
        if (field.flags().contains("address") && !text.isEmpty()) {
            addresses.add(new Address(owner, field.name(), text));
        }
        if (field.secret() && !text.isEmpty()) {
            secrets.add(new InlineSecret(at, owner, field.name(), text, field.hasTwin()));
        }
    }

    private void duration(String at, String text) {
        try {
            PromDuration.parse(at, text);
        } catch (DomainException.Invalid wrong) {
            wrong.problems().forEach(problem -> findings.problem(at, problem.reason(), problem.fix()));
        }
    }

    /** Templates are filled in later, and the placeholder of the API is let through here and refused when it would be stored. */
    private void url(String at, String text) {
        if (text.isEmpty() || text.equals("<secret>") || text.contains("{{")) {
            return;
        }
        try {
            var url = new URI(text.strip());
            if (!Set.of("http", "https").contains(String.valueOf(url.getScheme()))) {
                findings.problem(at, "The URL's scheme is not supported.", "Use http or https.");
            } else if (url.getRawAuthority() == null || url.getRawAuthority().isEmpty()) {
                findings.problem(at, "The URL has no host.", "Write a complete URL.");
            }
        } catch (URISyntaxException broken) {
            findings.problem(at, "It is not a URL.", "Write a complete URL such as https://example.org/path.");
        }
    }

    private void texts(String at, Object value) {
        if (!(value instanceof List<?> list)) {
            // A single text is not a list for Alertmanager either.
            findings.problem(at, "It is not a list of texts.", "Write [a, b].");
            return;
        }
        for (var i = 0; i < list.size(); i++) {
            text(at + "[" + i + "]", list.get(i));
        }
        if (at.endsWith(".secrets") && at.contains("http_headers") && !list.isEmpty()) {
            secrets.add(new InlineSecret(at, at, "secrets", "", false));
        }
    }

    private void map(String at, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> text(Findings.join(at, String.valueOf(key)), item));
        } else {
            findings.problem(at, "It is not a mapping of texts.", "Write lines key: text.");
        }
    }

    private void hidden(String at, Object value) {
        if (at.endsWith("proxy_connect_header") && Findings.given(value)) {
            secrets.add(new InlineSecret(at, at, "proxy_connect_header", "", false));
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

    private void require(boolean condition, String at, String reason, String fix) {
        if (!condition) {
            findings.problem(at, reason, fix);
        }
    }

    private static String shortened(String key) {
        return key.length() <= 60 ? key : key.substring(0, 60) + "…";
    }
}
