package io.gauntlet.routing;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Secret;
import io.gauntlet.kernel.YamlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes the secrets out of a configuration and puts the names of files in their place; everything else of the text stays as it
 * was written, comments included.
 *
 * @param text    the text without secrets
 * @param secrets what was taken out, by file name
 */
record SecretExtraction(String text, Map<String, Secret> secrets) {

    private static final String PLACEHOLDER = "<secret>";
    private static final String DIRECTORY = Routing.SECRET_DIRECTORY + "/";
    private static final int MIN_LENGTH_TO_SEARCH = 8;

    static SecretExtraction of(CheckedConfig checked) {
        var problems = new ArrayList<FieldProblem>();
        var taken = new HashSet<String>();
        checked.files().forEach(file -> taken.add(file.path()));
        var names = new HashMap<YamlText.Span, String>();
        var secrets = new TreeMap<String, Secret>();
        var edits = new TreeMap<YamlText.Span, String>(
                Comparator.comparingInt(YamlText.Span::start).reversed());
        for (var secret : checked.secrets()) {
            if (staysInPlace(secret)) {
                continue;
            }
            var problem = problem(secret);
            var span = checked.yaml().span(secret.at());
            if (problem != null) {
                problems.add(problem);
            } else if (span.isEmpty()) {
                // Merged in from an anchored mapping, where the same entry is taken out.
                continue;
            } else {
                var name = names.computeIfAbsent(span.get(), key -> free(name(checked, secret), taken));
                secrets.put(name, Secret.of(secret.value()));
                edits.put(span.get(), secret.key() + "_file: " + DIRECTORY + name);
            }
        }
        require(problems);
        var text = apply(checked.text(), edits);
        requireGone(text, secrets);
        return new SecretExtraction(text, secrets);
    }

    /** The name of a stored file that a path means, or the empty text for a path elsewhere. */
    static String fileName(String path) {
        return path.startsWith(DIRECTORY) ? path.substring(DIRECTORY.length()) : "";
    }

    private static boolean staysInPlace(FieldCheck.InlineSecret secret) {
        var slack = secret.key().endsWith("api_url") && secret.value().equals(ReceiverCheck.SLACK_POST_MESSAGE);
        return slack || templated(secret);
    }

    /** Alertmanager fills templates into a URL of the text; a URL of a file is taken as it is. */
    static boolean templated(FieldCheck.InlineSecret secret) {
        return secret.key().equals("url") && secret.value().contains("{{");
    }

    private static @Nullable FieldProblem problem(FieldCheck.InlineSecret secret) {
        if (secret.value().equals(PLACEHOLDER)) {
            return new FieldProblem(
                    secret.at(), "It is the placeholder that Alertmanager shows, not the secret.", "Enter the secret itself.");
        }
        if (!secret.hasTwin()) {
            return new FieldProblem(
                    secret.at(),
                    "A secret cannot be given as a file here, so it would stand in the configuration.",
                    "Use a way without a secret in the text, such as a role, a profile or files.");
        }
        return null;
    }

    /** From the end to the start, so that the places before an edit keep their meaning. */
    private static String apply(String text, Map<YamlText.Span, String> edits) {
        var result = new StringBuilder(text);
        edits.forEach((span, replacement) -> {
            var end = span.end();
            // A block text ends after its line break, which belongs to the next entry.
            while (end > span.start() && Character.isWhitespace(text.charAt(end - 1))) {
                end--;
            }
            result.replace(span.start(), end, replacement);
        });
        return result.toString();
    }

    /** A secret that still is in the text, in a comment or in another field, would be shown and sent in the clear. */
    private static void requireGone(String text, Map<String, Secret> secrets) {
        for (var secret : secrets.values()) {
            if (secret.reveal().length() >= MIN_LENGTH_TO_SEARCH && text.contains(secret.reveal())) {
                throw DomainException.Invalid.of(
                        "yaml",
                        "One of the secrets also stands elsewhere in the text, for example in a comment.",
                        "Remove it there.");
            }
        }
    }

    private static String name(CheckedConfig checked, FieldCheck.InlineSecret secret) {
        var path = secret.at();
        if (path.startsWith("receivers[")) {
            var index = Integer.parseInt(path.substring("receivers[".length(), path.indexOf(']')));
            var receiver = checked.config().get("receivers") instanceof List<?> list
                            && list.get(index) instanceof Map<?, ?> map
                    ? String.valueOf(map.get("name"))
                    : String.valueOf(index);
            path = receiver + path.substring(path.indexOf(']') + 1);
        }
        var clean = path.replace("_configs", "")
                .replaceAll("[^A-Za-z0-9_]+", "-")
                .replaceAll("^-+|-+$", "");
        return clean.length() <= 180 ? clean : clean.substring(clean.length() - 180);
    }

    private static String free(String wanted, Set<String> taken) {
        var name = wanted;
        for (var i = 2; !taken.add(DIRECTORY + name); i++) {
            name = wanted + "-" + i;
        }
        return name;
    }

    private static void require(List<FieldProblem> problems) {
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
    }
}
