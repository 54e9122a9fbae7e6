package io.gauntlet.sandbox.api;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Amounts like {@code 1024Mi} in the form in which the API returns them: {@code 1Gi}. */
final class Quantities {

    private static final Pattern SYNTAX =
            Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))((?:[KMGTPE]i)|[numkMGTPE]|[eE][+-]?\\d+)?");
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final Map<String, Integer> POWERS =
            Map.of("n", -9, "u", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);

    private Quantities() {}

    /** Empty if the text is no amount. */
    static Optional<String> canonical(String text) {
        var matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var number = new BigDecimal(matcher.group(1));
        var suffix = matcher.group(2) == null ? "" : matcher.group(2);
        if (suffix.endsWith("i")) {
            var amount = number.multiply(KIBI.pow(BINARY.indexOf(suffix)));
            return Optional.of(isWhole(amount) ? binary(amount) : decimal(amount));
        }
        if (suffix.length() > 1 || suffix.startsWith("e")) {
            return Optional.of(text);
        }
        return Optional.of(decimal(number.scaleByPowerOfTen(POWERS.getOrDefault(suffix, 0))));
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    private static String binary(BigDecimal amount) {
        var rest = amount;
        var step = 0;
        while (step + 1 < BINARY.size()
                && rest.signum() != 0
                && rest.remainder(KIBI).signum() == 0) {
            rest = rest.divide(KIBI);
            step++;
        }
        return rest.stripTrailingZeros().toPlainString() + BINARY.get(step);
    }

    private static String decimal(BigDecimal amount) {
        if (amount.signum() == 0) {
            return "0";
        }
        for (var step = DECIMAL.size() - 1; step >= 0; step--) {
            var scaled = amount.scaleByPowerOfTen(-(step * 3 - 9));
            if (isWhole(scaled)) {
                return scaled.stripTrailingZeros().toPlainString() + DECIMAL.get(step);
            }
        }
        return amount.toPlainString();
    }
}
