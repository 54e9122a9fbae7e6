package io.gauntlet.routing;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Secret;
import io.gauntlet.kernel.YamlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * Takes the secrets out of a configuration and puts the names of files, or placeholders, in their place; everything else of the
 * text stays as it was written, comments included.
 *
 * @param config  what is left, checked
 * @param secrets what was taken out, by name; what a placeholder stands for is YAML on one line
 */
record SecretExtraction(CheckedConfig config, Map<String, Secret> secrets) {

    private static final String PLACEHOLDER_OF_ALERTMANAGER = "<secret>";
    private static final int MIN_LENGTH_TO_SEARCH = 8;

    static SecretExtraction of(CheckedConfig checked) {
        var problems = new ArrayList<FieldProblem>();
        var taken = new HashSet<String>();
        checked.files().forEach(file -> taken.add(SecretReference.name(file.path())));
        var names = new HashMap<YamlText.Span, String>();
        var secrets = new TreeMap<String, Secret>();
        var splice = new TextSplice(checked.text());
        for (var secret : checked.secrets()) {
            var problem = problem(secret);
            var span = checked.yaml().span(secret.at());
            if (problem != null) {
                problems.add(problem);
            } else if (span.isPresent() && !staysInPlace(secret)) {
                var name = names.computeIfAbsent(span.get(), key -> free(SecretNames.of(checked, secret), taken));
                var twin = secret.hasTwin();
                secrets.put(name, Secret.of(twin ? String.valueOf(secret.value()) : oneLine(secret.value())));
                splice.replace(
                        span.get(),
                        twin
                                ? secret.key() + "_file: " + SecretReference.file(name)
                                : secret.key() + ": " + SecretReference.placeholder(name));
            }
        }
        require(problems);
        var config = CheckedConfig.of(splice.result());
        requireGone(config, checked);
        return new SecretExtraction(config, secrets);
    }

    /** The text without secrets. */
    String text() {
        return config.text();
    }

    private static boolean staysInPlace(FieldCheck.InlineSecret secret) {
        return secret.key().endsWith("api_url") && secret.value().equals(ReceiverCheck.SLACK_POST_MESSAGE);
    }

    private static @Nullable FieldProblem problem(FieldCheck.InlineSecret secret) {
        return leaves(secret.value()).anyMatch(PLACEHOLDER_OF_ALERTMANAGER::equals)
                ? new FieldProblem(
                        secret.at(),
                        "It is the placeholder that Alertmanager shows, not the secret.",
                        "Enter the secret itself.")
                : null;
    }

    /** A secret that still is in the text, in a comment or in another field, would be shown and sent in the clear. */
    private static void requireGone(CheckedConfig after, CheckedConfig before) {
        for (var secret : after.secrets()) {
            if (!staysInPlace(secret)) {
                throw DomainException.Invalid.of(
                        secret.at(),
                        "The secret comes from another place of the text, so it cannot be taken out.",
                        "Write it here itself, without a merge key.");
            }
        }
        for (var secret : before.secrets()) {
            var stays = leaves(secret.value())
                    .anyMatch(leaf -> leaf.length() >= MIN_LENGTH_TO_SEARCH
                            && after.text().contains(leaf));
            if (stays && !staysInPlace(secret)) {
                throw DomainException.Invalid.of(
                        secret.at(),
                        "This secret also stands elsewhere in the text, for example in a comment.",
                        "Remove it there.");
            }
        }
    }

    private static Stream<String> leaves(@Nullable Object value) {
        return switch (value) {
            case null -> Stream.empty();
            case Map<?, ?> map -> map.values().stream().flatMap(SecretExtraction::leaves);
            case List<?> list -> list.stream().flatMap(SecretExtraction::leaves);
            default -> Stream.of(String.valueOf(value));
        };
    }

    private static String oneLine(Object value) {
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.FLOW)
                        .setDefaultScalarStyle(ScalarStyle.DOUBLE_QUOTED)
                        .setSplitLines(false)
                        .setWidth(Integer.MAX_VALUE)
                        .build())
                .dumpToString(value)
                .strip();
    }

    private static String free(String wanted, Set<String> taken) {
        var name = wanted;
        for (var i = 2; !taken.add(name); i++) {
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
