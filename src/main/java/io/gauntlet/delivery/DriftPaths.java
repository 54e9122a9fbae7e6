package io.gauntlet.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON pointers at which two states of an object differ. */
final class DriftPaths {

    /** More are not told. */
    static final int MAX = 100;

    private DriftPaths() {}

    /** Outermost differing fields in the order of their names; lists of different length differ as a whole. */
    static List<String> between(JsonNode before, JsonNode after) {
        var found = new ArrayList<String>();
        collect("", LiveContent.of(before), LiveContent.of(after), found);
        return found;
    }

    private static void collect(String at, JsonNode before, JsonNode after, List<String> found) {
        if (found.size() >= MAX || before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            var names = new TreeSet<String>(before.propertyNames());
            names.addAll(after.propertyNames());
            for (var name : names) {
                collect(at + "/" + escape(name), before.path(name), after.path(name), found);
            }
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (var i = 0; i < before.size(); i++) {
                collect(at + "/" + i, before.path(i), after.path(i), found);
            }
        } else {
            found.add(at);
        }
    }

    /** Takes a field out; false where that cannot be done because it is an item of a list or not there. */
    static boolean remove(ObjectNode from, String pointer) {
        var cut = pointer.lastIndexOf('/');
        var name = pointer.substring(cut + 1).replace("~1", "/").replace("~0", "~");
        return from.at(pointer.substring(0, cut)) instanceof ObjectNode parent && parent.remove(name) != null;
    }

    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
