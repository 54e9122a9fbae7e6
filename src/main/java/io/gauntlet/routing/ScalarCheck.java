package io.gauntlet.routing;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.PromDuration;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one text as the type that the field table gives it. */
final class ScalarCheck {

    private static final Pattern GO_DURATION = Pattern.compile("0|(\\d{1,9}(\\.\\d{1,9})?(ns|us|µs|ms|s|m|h))+");
    private static final Set<String> BOOLEANS = Set.of("true", "false", "yes", "no", "on", "off", "y", "n");

    private final Findings findings;

    ScalarCheck(Findings findings) {
        this.findings = findings;
    }

    void check(String at, String type, String text) {
        switch (type) {
            case "bool" ->
                require(
                        BOOLEANS.contains(text.toLowerCase(Locale.ROOT)),
                        at,
                        "It is not true or false.",
                        "Write true or false.");
            case "int" ->
                require(text.matches("-?\\d{1,18}"), at, "It is not a whole number.", "Write a whole number.");
            case "duration" -> duration(at, text);
            case "goduration" ->
                require(
                        GO_DURATION.matcher(text).matches(),
                        at,
                        "It is not a duration of Go.",
                        "Write hours, minutes or seconds, such as 1h30m; days are not known here.");
            case "url" -> url(at, text);
            default -> {}
        }
    }

    private void duration(String at, String text) {
        try {
            PromDuration.parse(at, text);
        } catch (DomainException.Invalid wrong) {
            wrong.problems().forEach(problem -> findings.problem(at, problem.reason(), problem.fix()));
        }
    }

    /** Templates are filled in later, and the placeholder of Alertmanager's API is refused where it would be stored. */
    private void url(String at, String text) {
        if (text.isEmpty() || text.equals("<secret>") || text.contains("{{") || SecretReference.isPlaceholder(text)) {
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

    private void require(boolean condition, String at, String reason, String fix) {
        if (!condition) {
            findings.problem(at, reason, fix);
        }
    }
}
