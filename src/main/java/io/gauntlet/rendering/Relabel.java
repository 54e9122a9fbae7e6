package io.gauntlet.rendering;

import java.util.List;

/** Relabelling steps of a scrape configuration. */
final class Relabel {

    private Relabel() {}

    static Doc keep(String label, String regex) {
        return keep(List.of(label), regex);
    }

    /** Keeps targets whose label values, joined by semicolons, match. */
    static Doc keep(List<String> labels, String regex) {
        return Doc.map("source_labels", labels, "action", "keep", "regex", regex);
    }

    static Doc drop(String label, String regex) {
        return Doc.map("source_labels", List.of(label), "action", "drop", "regex", regex);
    }

    static Doc copy(String label, String target) {
        return Doc.map("source_labels", List.of(label), "target_label", target);
    }

    /** Sets the target to the replacement where the joined values match, else leaves it alone. */
    static Doc rewrite(List<String> labels, String regex, String target, String replacement) {
        return Doc.map("source_labels", labels, "regex", regex, "target_label", target, "replacement", replacement);
    }
}
