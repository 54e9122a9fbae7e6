package io.gauntlet.delivery.web;

import io.gauntlet.delivery.web.StrategyRequest.WaveRequest;
import io.gauntlet.kernel.DomainException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Waves as people type them into a form, one a line: {@code name: size}, where the size is a number of clusters, a share such as
 * {@code 10%}, a label selector, or {@code rest}; followed by {@code manual} when a person has to open the wave, or by
 * {@code after 10m} when it waits.
 */
final class WaveLines {

    private static final Pattern LINE = Pattern.compile(
            "(?<name>[^:]{1,60}):\\s*(?<size>.+?)(?:\\s+after\\s+(?<pause>[0-9a-z]+))?(?<manual>\\s+manual)?");

    private WaveLines() {}

    static List<WaveRequest> parse(@Nullable String text) {
        var result = new ArrayList<WaveRequest>();
        for (var line : text == null ? List.<String>of() : text.lines().toList()) {
            if (!line.isBlank()) {
                result.add(wave(result.size(), line.strip()));
            }
        }
        return result;
    }

    private static WaveRequest wave(int number, String line) {
        var matcher = LINE.matcher(line);
        if (line.length() > 1000 || !matcher.matches()) {
            throw DomainException.Invalid.of(
                    "strategy.waves[" + number + "]",
                    "The line '" + (line.length() > 80 ? line.substring(0, 80) + "…" : line) + "' is no wave.",
                    "Write 'name: size', such as 'canary: 1', 'half: 50%' or 'Europe: region=eu after 10m'.");
        }
        var size = matcher.group("size");
        var count = size.matches("\\d{1,6}") ? Integer.valueOf(size) : null;
        var percent = size.matches("\\d{1,3}%") ? Integer.valueOf(size.substring(0, size.length() - 1)) : null;
        var selector = count == null && percent == null && !"rest".equals(size) ? size : null;
        return new WaveRequest(
                matcher.group("name"),
                count,
                percent,
                selector,
                matcher.group("manual") != null,
                matcher.group("pause"));
    }
}
