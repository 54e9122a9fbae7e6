package io.gauntlet.delivery.web;

import io.gauntlet.delivery.PlannedObject;
import java.util.List;

/** The diff of one object, line by line; added and removed lines keep their sign as text. */
record DiffView(String object, String cluster, List<Line> lines) {

    /** One line; the kind is a class of the style sheet. */
    record Line(String kind, String text) {

        static Line of(String text) {
            if (text.startsWith("@@")) {
                return new Line("gap", text);
            }
            if (text.startsWith("+")) {
                return new Line("add", text);
            }
            return new Line(text.startsWith("-") ? "del" : "ctx", text);
        }
    }

    static DiffView of(PlannedObject object) {
        return new DiffView(
                object.ref().toString(),
                object.cluster().value(),
                lines(object.diff().orElse("")));
    }

    static List<Line> lines(String diff) {
        return diff.lines().map(Line::of).toList();
    }
}
