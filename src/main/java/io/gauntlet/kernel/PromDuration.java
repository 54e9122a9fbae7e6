package io.gauntlet.kernel;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A duration as Prometheus writes it: units y w d h m s ms in descending order, each at most once, whole numbers only
 * ({@code 1d12h}, {@code 0s}; prometheus/common model.ParseDuration). A year has 365 days.
 */
public record PromDuration(long millis) implements Comparable<PromDuration> {

    private static final Pattern SYNTAX =
            Pattern.compile("0|(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final long[] UNITS = {31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L};
    private static final String[] NAMES = {"y", "w", "d", "h", "m", "s", "ms"};

    public PromDuration {
        if (millis < 0) {
            throw new IllegalArgumentException("negative duration");
        }
    }

    /**
     * Reads {@code text}.
     *
     * @throws DomainException.Invalid for the field {@code field}
     */
    public static PromDuration parse(String field, String text) {
        var matcher = SYNTAX.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw invalid(field, text);
        }
        try {
            var sum = 0L;
            for (var i = 0; i < UNITS.length; i++) {
                var digits = matcher.group(i + 1);
                if (digits != null) {
                    sum = Math.addExact(sum, Math.multiplyExact(Long.parseLong(digits), UNITS[i]));
                }
            }
            return new PromDuration(sum);
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            throw invalid(field, text);
        }
    }

    public static PromDuration of(String text) {
        return parse("duration", text);
    }

    public Duration toDuration() {
        return Duration.ofMillis(millis);
    }

    private static DomainException.Invalid invalid(String field, String text) {
        return DomainException.Invalid.of(
                field,
                "'" + text + "' is not a Prometheus duration.",
                "Write whole numbers with units in descending order, such as 30s, 5m or 1d12h.");
    }

    @Override
    public int compareTo(PromDuration other) {
        return Long.compare(millis, other.millis);
    }

    @Override
    public String toString() {
        if (millis == 0) {
            return "0s";
        }
        var text = new StringBuilder();
        var rest = millis;
        for (var i = 0; i < UNITS.length; i++) {
            // Like upstream, years and weeks are used only where they divide exactly.
            var exactOnly = i < 2;
            if (rest >= UNITS[i] && (!exactOnly || rest % UNITS[i] == 0)) {
                text.append(rest / UNITS[i]).append(NAMES[i]);
                rest %= UNITS[i];
            }
        }
        return text.toString();
    }
}
