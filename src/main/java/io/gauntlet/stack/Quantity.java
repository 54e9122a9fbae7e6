package io.gauntlet.stack;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Amounts as Kubernetes ({@code 500m}, {@code 2Gi}) and Thanos ({@code 250MB}) write them. */
final class Quantity {

    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?");
    private static final Map<String, BigDecimal> FACTORS = Map.ofEntries(
            Map.entry("m", new BigDecimal("0.001")),
            Map.entry("k", BigDecimal.TEN.pow(3)),
            Map.entry("M", BigDecimal.TEN.pow(6)),
            Map.entry("G", BigDecimal.TEN.pow(9)),
            Map.entry("T", BigDecimal.TEN.pow(12)),
            Map.entry("P", BigDecimal.TEN.pow(15)),
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
            Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
            Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
            Map.entry("Pi", BigDecimal.valueOf(1L << 50)));

    /** Thanos reads KB, MB and GB as powers of 1024. */
    private static final Pattern BYTES = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)");

    private Quantity() {}

    static Optional<BigDecimal> parse(String text) {
        var matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var factor = matcher.group(2) == null ? BigDecimal.ONE : FACTORS.getOrDefault(matcher.group(2), BigDecimal.ONE);
        return Optional.of(new BigDecimal(matcher.group(1)).multiply(factor));
    }

    static Optional<BigDecimal> bytes(String text) {
        var matcher = BYTES.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var shift = 10 * "BKMGT".indexOf(matcher.group(2).charAt(0));
        return Optional.of(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << shift)));
    }
}
