package io.gauntlet.rendering;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds a Grafana dashboard: panels flow from left to right in rows of 24 columns. */
final class Dashboard {

    /** A query and how its series are called. */
    record Query(String expr, String legend) {}

    /** What Grafana calls a panel, and how large it is. */
    private enum Kind {
        NUMBER("stat", 4, 4),
        LINES("timeseries", 12, 8);

        private final String type;
        private final int width;
        private final int height;

        Kind(String type, int width, int height) {
            this.type = type;
            this.width = width;
            this.height = height;
        }
    }

    private final String uid;
    private final String title;
    private final List<Doc> panels = new ArrayList<>();
    private int column;
    private int row;
    private int rowHeight;

    Dashboard(String uid, String title) {
        this.uid = uid;
        this.title = title;
    }

    /** One number, coloured from {@code warnAt} up; a negative value means that less than its opposite is bad. */
    Dashboard number(String panelTitle, String unit, int warnAt, String expr) {
        var bad = warnAt >= 0;
        var steps = List.of(
                Doc.map("color", bad ? "green" : "red"),
                Doc.map("color", bad ? "red" : "green", "value", Math.abs(warnAt)));
        var defaults = Doc.map("unit", unit, "thresholds", Doc.map("mode", "absolute", "steps", steps));
        var options = Doc.map(
                "reduceOptions", Doc.map("calcs", List.of("lastNotNull")), "colorMode", "value", "graphMode", "area");
        return panel(Kind.NUMBER, panelTitle, defaults, options, new Query(expr, ""));
    }

    /** Lines over time. */
    Dashboard lines(String panelTitle, String unit, Query... queries) {
        var custom = Doc.map("lineWidth", 1, "fillOpacity", 8, "showPoints", "never", "spanNulls", false);
        var options = Doc.map(
                "legend",
                Doc.map("displayMode", "list", "placement", "bottom", "showLegend", true),
                "tooltip",
                Doc.map("mode", "multi", "sort", "desc"));
        return panel(Kind.LINES, panelTitle, Doc.map("unit", unit, "custom", custom), options, queries);
    }

    private Dashboard panel(Kind kind, String panelTitle, Doc defaults, Doc options, Query... queries) {
        if (column + kind.width > 24 || kind.height != rowHeight) {
            row += rowHeight;
            column = 0;
            rowHeight = kind.height;
        }
        var source = Doc.map("type", "prometheus", "uid", Dashboards.DATA_SOURCE);
        var ids = new ArrayList<Doc>();
        for (var query : queries) {
            ids.add(Doc.map(
                    "refId",
                    String.valueOf((char) ('A' + ids.size())),
                    "datasource",
                    source,
                    "expr",
                    query.expr(),
                    "legendFormat",
                    query.legend(),
                    "range",
                    true));
        }
        panels.add(Doc.map("id", panels.size() + 1, "type", kind.type, "title", panelTitle, "datasource", source)
                .put("gridPos", Doc.map("x", column, "y", row, "w", kind.width, "h", kind.height))
                .put("fieldConfig", Doc.map("defaults", defaults, "overrides", List.of()))
                .put("options", options)
                .put("targets", ids));
        column += kind.width;
        return this;
    }

    EscapedText build(String... variables) {
        var doc = Doc.map("uid", uid, "title", title, "tags", List.of("gauntlet"), "schemaVersion", 41, "version", 1)
                .put("editable", false)
                .put("refresh", "1m")
                .put("time", Doc.map("from", "now-6h", "to", "now"))
                .put("timezone", "browser")
                .put(
                        "templating",
                        Doc.map(
                                "list",
                                Arrays.stream(variables)
                                        .map(Dashboard::variable)
                                        .toList()))
                .put("panels", panels);
        return new EscapedText(new String(new CanonicalJson().write(doc), StandardCharsets.UTF_8));
    }

    /** A choice of values of a label; the first variable is not limited by the others. */
    private static Doc variable(String label) {
        var scope = "cluster".equals(label) ? "up" : "kube_pod_info{cluster=~\"$cluster\"}";
        var query = "label_values(" + scope + ", " + label + ")";
        return Doc.map("name", label, "label", label, "type", "query", "includeAll", true, "multi", true)
                .put("datasource", Doc.map("type", "prometheus", "uid", Dashboards.DATA_SOURCE))
                .put("query", Doc.map("query", query, "refId", "variable"))
                .put("current", Doc.map("text", "All", "value", "$__all"))
                .put("refresh", 2)
                .put("sort", 1);
    }
}
