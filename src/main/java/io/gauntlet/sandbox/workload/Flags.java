package io.gauntlet.sandbox.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A command line as its program would read it: values in the order in which they were given, or the problem that makes
 * the program give up.
 */
public final class Flags {

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private @Nullable String problem;

    private Flags() {}

    static Flags parse(Component component, List<String> arguments) {
        var flags = new Flags();
        var table = FlagTable.of(component);
        for (var i = 0; i < arguments.size() && flags.problem == null; i++) {
            var argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                continue;
            }
            var equals = argument.indexOf('=');
            var name = argument.substring(2, equals < 0 ? argument.length() : equals);
            var known = table == null ? FlagTable.Known.ON_OFF : table.lookUp(name, component);
            if (known == FlagTable.Known.NO) {
                flags.problem = "unknown long flag '--" + name + "'";
            } else if (equals >= 0) {
                flags.add(name, argument.substring(equals + 1));
            } else if (known == FlagTable.Known.ON_OFF) {
                flags.add(name.startsWith("no-") ? name.substring(3) : name, name.startsWith("no-") ? "false" : "true");
            } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--")) {
                flags.add(name, arguments.get(++i));
            } else {
                flags.problem = "expected argument for flag '--" + name + "'";
            }
        }
        return flags;
    }

    private void add(String name, String value) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    /** Why the program refuses this command line, if it does. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** The last value of a flag. */
    public Optional<String> last(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getLast);
    }

    /** All values of a flag that may be repeated. */
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** Whether a switch is on; {@code otherwise} if the command line does not say. */
    public boolean isOn(String name, boolean otherwise) {
        return last(name).map(Boolean::parseBoolean).orElse(otherwise);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Every flag that was given, by name, repeated values joined by a comma. */
    public SortedMap<String, String> given() {
        var given = new TreeMap<String, String>();
        values.forEach((name, all) -> given.put(name, String.join(",", all)));
        return given;
    }
}
