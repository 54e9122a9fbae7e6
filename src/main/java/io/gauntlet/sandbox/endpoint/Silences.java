package io.gauntlet.sandbox.endpoint;

import io.gauntlet.kernel.Digest;
import io.gauntlet.sandbox.promql.LabelMatcher;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The silences of a cluster; the Alertmanagers of a namespace share theirs, as gossip would have it. */
final class Silences {

    private static final int MOST = 500;
    private static final String LIST = "/api/v2/silences";
    private static final String ONE = "/api/v2/silence/";

    private final Map<String, Map<String, ObjectNode>> byNamespace = new ConcurrentHashMap<>();
    private final Supplier<Instant> clock;
    private final JsonMapper json = JsonMapper.shared();

    Silences(Supplier<Instant> clock) {
        this.clock = clock;
    }

    Answer answer(String namespace, Call call) {
        var own = byNamespace.computeIfAbsent(namespace, _ -> new ConcurrentHashMap<>());
        if (call.path().equals(LIST)) {
            return call.isGet() ? list(own) : post(own, call.body());
        }
        var silence = call.path().startsWith(ONE) ? own.get(call.path().substring(ONE.length())) : null;
        if (silence == null) {
            return Answer.text(404, "");
        }
        if (call.method().equals("DELETE")) {
            var expired = silence.deepCopy();
            expired.put("endsAt", clock.get().toString());
            own.put(expired.path("id").asString(""), expired);
            return Answer.text(200, "");
        }
        return Answer.json(shown(silence));
    }

    private Answer list(Map<String, ObjectNode> own) {
        var list = Answer.object().arrayNode();
        own.values().forEach(silence -> list.add(shown(silence)));
        return Answer.json(list);
    }

    private ObjectNode shown(ObjectNode silence) {
        var shown = silence.deepCopy();
        shown.putObject("status").put("state", state(silence));
        return shown;
    }

    private String state(ObjectNode silence) {
        var now = clock.get();
        if (!now.isBefore(Instant.parse(silence.path("endsAt").asString("")))) {
            return "expired";
        }
        return now.isBefore(Instant.parse(silence.path("startsAt").asString(""))) ? "pending" : "active";
    }

    private Answer post(Map<String, ObjectNode> own, String body) {
        try {
            if (!(json.readTree(body) instanceof ObjectNode silence) || own.size() >= MOST) {
                return Answer.text(400, "\"bad request\"");
            }
            Instant.parse(silence.path("startsAt").asString(""));
            if (!Instant.parse(silence.path("endsAt").asString("")).isAfter(clock.get())) {
                return Answer.text(400, "\"failed to create silence: end time can't be in the past\"");
            }
            if (silence.path("matchers").isEmpty()) {
                return Answer.text(400, "\"invalid silence: at least one matcher required\"");
            }
            var hex = Digest.of(body + own.size() + clock.get()).hex();
            var id = silence.path("id").asString("").isEmpty()
                    ? hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-4" + hex.substring(13, 16) + "-8"
                            + hex.substring(17, 20) + "-" + hex.substring(20, 32)
                    : silence.path("id").asString("");
            silence.put("id", id);
            silence.put("updatedAt", clock.get().toString());
            own.put(id, silence);
            return Answer.json(Answer.object().put("silenceID", id));
        } catch (JacksonException | DateTimeException broken) {
            return Answer.text(400, "\"bad request\"");
        }
    }

    /** The ids of the active silences that hold back an alert. */
    List<String> matching(String namespace, Map<String, String> labels) {
        var found = new ArrayList<String>();
        for (var silence : byNamespace.getOrDefault(namespace, Map.of()).values()) {
            var all = state(silence).equals("active");
            for (var matcher : silence.path("matchers")) {
                var equal = matcher.path("isEqual").asBoolean(true);
                var operator =
                        (equal ? "=" : "!") + (matcher.path("isRegex").asBoolean(false) ? "~" : equal ? "" : "=");
                all &= new LabelMatcher(
                                matcher.path("name").asString(""),
                                operator,
                                matcher.path("value").asString(""))
                        .matches(labels);
            }
            if (all) {
                found.add(silence.path("id").asString(""));
            }
        }
        return found;
    }
}
