package io.gauntlet.sandbox.endpoint;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.PromDuration;
import io.gauntlet.sandbox.promql.Broken;
import io.gauntlet.sandbox.promql.LabelMatcher;
import io.gauntlet.sandbox.promql.PromExpression;
import io.gauntlet.sandbox.promql.Sample;
import io.gauntlet.sandbox.promql.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The query calls that Prometheus and the querier have in common, over the series of a source. */
final class QueryApi {

    private static final long MOST_POINTS = 11_000;

    private final Supplier<Instant> clock;

    QueryApi(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /**
     * Answers the call, or says that there is no such call.
     *
     * @param thanos adds what only the querier answers
     */
    Answer answer(Call call, PromExpression.Source source, boolean thanos) {
        try {
            var path = call.path();
            if (path.equals("/api/v1/query")) {
                return query(call, source, thanos);
            }
            if (path.equals("/api/v1/query_range")) {
                return range(call, source, thanos);
            }
            if (path.equals("/api/v1/series")) {
                return series(call, source);
            }
            if (path.equals("/api/v1/labels")) {
                return names(selected(call, source).stream()
                        .flatMap(sample -> sample.labels().keySet().stream())
                        .toList());
            }
            if (path.startsWith("/api/v1/label/") && path.endsWith("/values")) {
                var label = path.substring("/api/v1/label/".length(), path.length() - "/values".length());
                return names(selected(call, source).stream()
                        .filter(sample -> sample.labels().containsKey(label))
                        .map(sample -> sample.labels().getOrDefault(label, ""))
                        .toList());
            }
            if (path.equals("/api/v1/metadata")) {
                return Answer.success(Answer.object());
            }
            if (path.equals("/api/v1/format_query")) {
                var text = call.parameter("query").orElse("");
                PromExpression.parse(text);
                return Answer.success(Answer.object().stringNode(text));
            }
            return Answer.notFound();
        } catch (Broken broken) {
            return Answer.failure(400, "bad_data", "invalid parameter \"query\": " + broken.reason());
        } catch (DomainException.Invalid | DateTimeException | NumberFormatException invalid) {
            return Answer.failure(400, "bad_data", "invalid parameter: " + invalid.getMessage());
        }
    }

    private Answer query(Call call, PromExpression.Source source, boolean thanos) throws Broken {
        var at = moment(call, "time", clock.get());
        var value = PromExpression.parse(call.parameter("query").orElse(""))
                .evaluate(new PromExpression.Context(source, at));
        var data = Answer.object();
        switch (value) {
            case Value.Scalar(var number) -> {
                data.put("resultType", "scalar");
                point(data.putArray("result"), at, number);
            }
            case Value.Vector(var samples) -> {
                data.put("resultType", "vector");
                var results = data.putArray("result");
                for (var sample : samples) {
                    var result = results.addObject();
                    labels(result.putObject("metric"), sample);
                    point(result.putArray("value"), at, sample.value());
                }
            }
        }
        if (thanos) {
            data.putObject("analysis");
        }
        return Answer.success(data);
    }

    private Answer range(Call call, PromExpression.Source source, boolean thanos) throws Broken {
        var start = moment(call, "start", clock.get());
        var end = moment(call, "end", clock.get());
        var step = step(call, start, end);
        if (end.isBefore(start)) {
            return Answer.failure(
                    400, "bad_data", "invalid parameter \"end\": end timestamp must not be before start time");
        }
        if (step <= 0) {
            return Answer.failure(
                    400,
                    "bad_data",
                    "invalid parameter \"step\": zero or negative query resolution step widths are not accepted. "
                            + "Try a positive integer");
        }
        if ((end.toEpochMilli() - start.toEpochMilli()) / step > MOST_POINTS) {
            return Answer.failure(
                    400,
                    "bad_data",
                    "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution "
                            + "(?step=XX)");
        }
        var value = PromExpression.parse(call.parameter("query").orElse(""))
                .evaluate(new PromExpression.Context(source, end));
        var data = Answer.object();
        data.put("resultType", "matrix");
        var results = data.putArray("result");
        for (var sample : value.samples()) {
            var result = results.addObject();
            labels(result.putObject("metric"), sample);
            var values = result.putArray("values");
            for (var at = start; !at.isAfter(end); at = at.plusMillis(step)) {
                point(values.addArray(), at, sample.value());
            }
        }
        if (thanos) {
            data.putObject("analysis");
        }
        return Answer.success(data);
    }

    private static long step(Call call, Instant start, Instant end) {
        var given = call.parameter("step");
        if (given.isEmpty()) {
            return Math.max((end.toEpochMilli() - start.toEpochMilli()) / 250, 1000);
        }
        var text = given.get();
        return text.matches("-?[0-9.]+")
                ? (long) (Double.parseDouble(text) * 1000)
                : PromDuration.of(text).millis();
    }

    private static Instant moment(Call call, String name, Instant otherwise) {
        var text = call.parameter(name).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        return text.matches("-?[0-9.]+(?:[eE][+-]?\\d+)?")
                ? Instant.ofEpochMilli(Math.round(Double.parseDouble(text) * 1000))
                : Instant.parse(text);
    }

    private Answer series(Call call, PromExpression.Source source) throws Broken {
        if (!call.parameters().containsKey("match[]")) {
            return Answer.failure(400, "bad_data", "no match[] parameter provided");
        }
        var list = Answer.object().arrayNode();
        for (var sample : selected(call, source)) {
            labels(list.addObject(), sample);
        }
        return Answer.success(list);
    }

    private static List<Sample> selected(Call call, PromExpression.Source source) throws Broken {
        var matches = call.parameters().getOrDefault("match[]", List.of());
        if (matches.isEmpty()) {
            return source.select(List.of());
        }
        var found = new ArrayList<Sample>();
        for (var match : matches) {
            found.addAll(PromExpression.parse(match)
                    .evaluate(new PromExpression.Context(source, Instant.EPOCH))
                    .samples());
        }
        return found;
    }

    private static Answer names(List<String> all) {
        var list = Answer.object().arrayNode();
        new TreeSet<>(all).forEach(list::add);
        return Answer.success(list);
    }

    private static void labels(ObjectNode metric, Sample sample) {
        sample.labels().forEach(metric::put);
    }

    private static void point(ArrayNode pair, Instant at, double value) {
        pair.add(at.toEpochMilli() / 1000.0);
        pair.add(Metrics.number(value));
    }

    /** Whether every matcher fits labels that a store has; a store without such a label is not excluded. */
    static boolean maySelect(List<LabelMatcher> matchers, java.util.Map<String, String> external) {
        return matchers.stream()
                .filter(matcher -> external.containsKey(matcher.name()))
                .allMatch(matcher -> matcher.matches(external));
    }
}
