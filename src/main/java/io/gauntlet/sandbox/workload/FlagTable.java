package io.gauntlet.sandbox.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The flags that one component knows, by version; read once from {@code flags.txt}. */
final class FlagTable {

    private record Entry(
            boolean onOff, @Nullable String since, @Nullable String until) {

        boolean knownTo(Component component) {
            return (since == null || component.isAtLeast(since)) && (until == null || !component.isAtLeast(until));
        }
    }

    enum Known {
        NO,
        WITH_VALUE,
        ON_OFF
    }

    private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9._*-]+?)(!?)(?:>=([0-9.]+))?(?:<([0-9.]+))?");
    private static final Map<String, FlagTable> ALL = read();

    private final Map<String, Entry> entries = new HashMap<>();

    private FlagTable() {}

    /** The table of a component, or null where any flag is taken. */
    static @Nullable FlagTable of(Component component) {
        return ALL.get(component.kind().flagTable());
    }

    Known lookUp(String flag, Component component) {
        var entry = entries.get(flag);
        if (entry == null && flag.startsWith("no-")) {
            var positive = entries.get(flag.substring(3));
            entry = positive != null && positive.onOff() ? positive : null;
        }
        if (entry == null && flag.contains(".")) {
            entry = entries.get(flag.substring(0, flag.indexOf('.')) + ".*");
            return entry == null ? Known.NO : Known.ON_OFF;
        }
        if (entry == null || !entry.knownTo(component)) {
            return Known.NO;
        }
        return entry.onOff() ? Known.ON_OFF : Known.WITH_VALUE;
    }

    private static Map<String, FlagTable> read() {
        var tables = new HashMap<String, FlagTable>();
        var stream = Objects.requireNonNull(FlagTable.class.getResourceAsStream("flags.txt"), "flags.txt is missing");
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            var current = new FlagTable();
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("[")) {
                    current = new FlagTable();
                    tables.put(line.substring(1, line.length() - 1), current);
                } else if (!line.startsWith("#")) {
                    current.add(line);
                }
            }
            return Map.copyOf(tables);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void add(String line) {
        for (var word : line.split(" ", -1)) {
            var entry = ENTRY.matcher(word);
            if (entry.matches()) {
                entries.put(entry.group(1), new Entry(!entry.group(2).isEmpty(), entry.group(3), entry.group(4)));
            }
        }
    }
}
