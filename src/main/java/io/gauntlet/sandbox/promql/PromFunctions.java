package io.gauntlet.sandbox.promql;

import java.util.Set;

/** The names of Prometheus' functions, and which of them want a range. */
final class PromFunctions {

    private static final Set<String> RANGE = Set.of(
            "rate",
            "irate",
            "increase",
            "delta",
            "idelta",
            "deriv",
            "changes",
            "resets",
            "predict_linear",
            "double_exponential_smoothing");
    private static final Set<String> OTHER = Set.of(
            "abs",
            "absent",
            "acos",
            "acosh",
            "asin",
            "asinh",
            "atan",
            "atanh",
            "ceil",
            "clamp",
            "clamp_max",
            "clamp_min",
            "cos",
            "cosh",
            "day_of_month",
            "day_of_week",
            "day_of_year",
            "days_in_month",
            "deg",
            "end",
            "exp",
            "floor",
            "histogram_avg",
            "histogram_count",
            "histogram_fraction",
            "histogram_quantile",
            "histogram_quantiles",
            "histogram_stddev",
            "histogram_stdvar",
            "histogram_sum",
            "hour",
            "info",
            "label_join",
            "label_replace",
            "ln",
            "log10",
            "log2",
            "max_of",
            "min_of",
            "minute",
            "month",
            "pi",
            "rad",
            "range",
            "round",
            "scalar",
            "sgn",
            "sin",
            "sinh",
            "sort",
            "sort_by_label",
            "sort_by_label_desc",
            "sort_desc",
            "sqrt",
            "start",
            "start_timestamp",
            "step",
            "tan",
            "tanh",
            "time",
            "timestamp",
            "vector",
            "year");

    private PromFunctions() {}

    static boolean wantsRange(String name) {
        return RANGE.contains(name) || name.endsWith("_over_time");
    }

    static boolean isKnown(String name) {
        return OTHER.contains(name) || wantsRange(name);
    }
}
