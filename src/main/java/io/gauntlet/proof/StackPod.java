package io.gauntlet.proof;

import io.gauntlet.cluster.LiveObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * A pod that is not being deleted, as its API server showed it.
 *
 * @param component as its label says
 * @param revision  template of a StatefulSet from which it was made
 * @param addresses its IP addresses
 * @param problem   why it is not ready; untrusted text that is fit to be shown
 */
record StackPod(
        LiveObject live, String component, String revision, List<String> addresses, boolean ready, String problem) {

    private static final int MAX_PORT = 65_535;

    String name() {
        return live.ref().name();
    }

    String uid() {
        return live.uid();
    }

    /** Whether it has ended for good; controllers that have made another one leave it behind. */
    boolean ended() {
        var phase = live.content().path("status").path("phase").asString("");
        return "Failed".equals(phase) || "Succeeded".equals(phase);
    }

    /** The port that a container of the pod names {@code http}, which is where all programs of a stack answer. */
    OptionalInt httpPort() {
        for (var container : live.content().path("spec").path("containers")) {
            for (var port : container.path("ports")) {
                var number = port.path("containerPort").asInt(0);
                if ("http".equals(port.path("name").asString("")) && number > 0 && number <= MAX_PORT) {
                    return OptionalInt.of(number);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** Name of the container that answers there; empty when there is none. */
    String httpContainer() {
        for (var container : live.content().path("spec").path("containers")) {
            for (var port : container.path("ports")) {
                if ("http".equals(port.path("name").asString(""))) {
                    return container.path("name").asString("");
                }
            }
        }
        return "";
    }

    /** When a container started that runs. */
    Optional<Instant> startedAt(String container) {
        for (var status : statuses(live.content())) {
            if (container.equals(status.path("name").asString(""))) {
                return instant(status.path("state").path("running").path("startedAt"));
            }
        }
        return Optional.empty();
    }

    static StackPod of(LiveObject live) {
        var labels = live.content().path("metadata").path("labels");
        return new StackPod(
                live,
                labels.path(ExpectationReader.COMPONENT).asString(""),
                labels.path("controller-revision-hash").asString(""),
                live.content()
                        .path("status")
                        .path("podIPs")
                        .valueStream()
                        .map(address -> address.path("ip").asString(""))
                        .filter(address -> !address.isEmpty())
                        .toList(),
                ready(live.content()),
                problem(live.content()));
    }

    private static boolean ready(JsonNode pod) {
        return pod.path("status")
                .path("conditions")
                .valueStream()
                .anyMatch(condition -> "Ready".equals(condition.path("type").asString(""))
                        && "True".equals(condition.path("status").asString("")));
    }

    /** Why a container waits or what ended it, as far as kubelet tells. */
    private static String problem(JsonNode pod) {
        for (var container : statuses(pod)) {
            for (var state : List.of("waiting", "terminated")) {
                var told = container.path("state").path(state);
                if (told.isObject() && !container.path("ready").asBoolean(false)) {
                    // A container that is started again and again says in its last end why.
                    var last = container
                            .path("lastState")
                            .path("terminated")
                            .path("message")
                            .asString("");
                    var message = last.isEmpty() ? told.path("message").asString("") : last;
                    return Told.line(container.path("name").asString("") + " "
                            + told.path("reason").asString("waits") + " " + tail(message));
                }
            }
        }
        for (var condition : pod.path("status").path("conditions")) {
            if ("PodScheduled".equals(condition.path("type").asString(""))
                    && "False".equals(condition.path("status").asString(""))) {
                return Told.line("not scheduled: " + condition.path("message").asString(""));
            }
        }
        return "not ready";
    }

    /** The end of what a program wrote is where it says why it gave up. */
    private static String tail(String message) {
        var text = message.strip();
        return text.substring(Math.max(0, text.length() - Told.MAX / 2));
    }

    private static Iterable<JsonNode> statuses(JsonNode pod) {
        return pod.path("status").path("containerStatuses");
    }

    private static Optional<Instant> instant(JsonNode text) {
        try {
            return Optional.of(Instant.parse(text.asString("")));
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
