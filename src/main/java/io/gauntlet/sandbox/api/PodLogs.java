package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.ApiFailure.Cause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Answers what containers have logged. */
final class PodLogs {

    private final ObjectStore store;
    private final Supplier<PodProxy> pods;

    PodLogs(ObjectStore store, Supplier<PodProxy> pods) {
        this.store = store;
        this.pods = pods;
    }

    ApiResponse answer(ResourceKind kind, String namespace, String name, ApiRequest request) {
        var key = ObjectKey.of(kind, namespace, name);
        var pod = store.read(store.find(key).orElseThrow(() -> Failures.notFound(kind, name)));
        var causes = new ArrayList<Cause>();
        var lines = limit(request, "tailLines", 0, "must be greater than or equal to 0", causes);
        var bytes = limit(request, "limitBytes", 1, "must be greater than 0", causes);
        if (!causes.isEmpty()) {
            throw Failures.invalid("PodLogOptions", "", name, causes);
        }
        var container = container(pod, name, request.parameter("container"));
        if (Json.text(pod, "spec", "nodeName").isEmpty()) {
            return text(204, new byte[0]);
        }
        var log = pods.get()
                .log(new PodProxy.Address(namespace, name), container)
                .orElseThrow(() -> Failures.badRequest("container \"" + container + "\" in pod \"" + name
                        + "\" is waiting to start: ContainerCreating"));
        var end = (lines.isPresent() ? tail(log, lines.getAsInt()) : log).getBytes(StandardCharsets.UTF_8);
        return text(200, bytes.isPresent() ? Arrays.copyOf(end, Math.min(end.length, bytes.getAsInt())) : end);
    }

    private static ApiResponse text(int status, byte[] body) {
        return new ApiResponse(status, "text/plain", Map.of(), body, null);
    }

    private static OptionalInt limit(
            ApiRequest request, String parameter, int least, String otherwise, List<Cause> causes) {
        var text = request.parameter(parameter);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.matches("-?\\d{1,9}")) {
            throw Failures.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
        var value = Integer.parseInt(text);
        if (value < least) {
            causes.add(new Cause("FieldValueInvalid", "Invalid value: " + value + ": " + otherwise, parameter));
        }
        return OptionalInt.of(value);
    }

    private static String container(JsonNode pod, String name, String asked) {
        var names = names(pod, "containers");
        var first = names(pod, "initContainers");
        if (!asked.isEmpty()) {
            if (!names.contains(asked) && !first.contains(asked)) {
                throw Failures.badRequest("container " + asked + " is not valid for pod " + name);
            }
            return asked;
        }
        if (names.size() == 1) {
            return names.getFirst();
        }
        throw Failures.badRequest("a container name must be specified for pod " + name + ", choose one of: ["
                + String.join(" ", names) + "]"
                + (first.isEmpty() ? "" : " or one of the init containers: [" + String.join(" ", first) + "]"));
    }

    private static List<String> names(JsonNode pod, String field) {
        var names = new ArrayList<String>();
        Json.at(pod, "spec", field).forEach(container -> names.add(Json.text(container, "name")));
        return names;
    }

    private static String tail(String log, int lines) {
        var from = log.length();
        for (var left = lines; left > 0 && from > 0; left--) {
            from = log.lastIndexOf('\n', from - 2) + 1;
        }
        return log.substring(from);
    }
}
