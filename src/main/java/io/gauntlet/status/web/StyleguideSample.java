package io.gauntlet.status.web;

import io.gauntlet.kernel.FieldProblem;
import java.util.List;

/** Values for the style guide, so that its parts are the ones that pages use and not copies of them. */
record StyleguideSample(List<FieldProblem> problems, List<Line> diff, List<String> glyphs, List<String> icons) {

    /** One line of a diff. */
    record Line(String kind, String text) {}

    static StyleguideSample of() {
        return new StyleguideSample(
                List.of(new FieldProblem(
                        "displayName", "The name is empty.", "Use 1 to 63 letters, digits and hyphens.")),
                List.of(
                        new Line("same", "  spec:"),
                        new Line("del", "-   replicas: 2"),
                        new Line("add", "+   replicas: 3"),
                        new Line("gap", "  … 12 lines are the same")),
                List.of("ok", "info", "pass", "warn", "mute", "crit"),
                List.of(
                        "fleet", "server", "bell", "search", "store", "querier", "bucket", "rules", "route", "stack",
                        "diff", "rollout", "history", "shield", "sliders", "x", "plus", "chev", "down", "moon",
                        "filter", "sort", "hash", "pager", "play", "dots", "key", "refresh", "arrow", "split", "clock",
                        "copy", "menu", "exit"));
    }
}
