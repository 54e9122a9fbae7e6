package io.gauntlet.delivery;

import io.gauntlet.delivery.History.Planned;
import io.gauntlet.delivery.History.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says for every accepted write which approved change it brought. A plan has seen a cluster before it brings anything, so of
 * several that bring the same, the latest is taken that saw nothing later than what was written. A removal shows no version; of
 * several, the earliest is taken that does not go back behind an earlier write.
 */
final class Assignment {

    /** A write with what it brought; empty when nothing fits. */
    record Brought(WireWrite write, Optional<Target> target, Optional<Planned> planned, boolean back) {}

    private Assignment() {}

    static List<Brought> of(History history) {
        var result = new ArrayList<Brought>();
        for (var cluster :
                history.writes().stream().map(WireWrite::cluster).distinct().toList()) {
            var targets = history.targets().stream()
                    .filter(target -> target.cluster().equals(cluster))
                    .toList();
            var reached = 0;
            for (var write : history.writes()) {
                if (!write.cluster().equals(cluster) || !write.accepted()) {
                    continue;
                }
                var found = write.delete() ? removal(targets, write, reached) : latest(targets, write);
                var back = found >= 0 && found < reached;
                reached = Math.max(reached, found);
                result.add(new Brought(
                        write,
                        found < 0 ? Optional.empty() : Optional.of(targets.get(found)),
                        found < 0 ? Optional.empty() : fitting(targets.get(found), write),
                        back));
            }
        }
        return result;
    }

    private static int removal(List<Target> targets, WireWrite write, int reached) {
        var next = first(targets, write, reached);
        return next >= 0 ? next : first(targets, write, 0);
    }

    private static int first(List<Target> targets, WireWrite write, int from) {
        for (var i = from; i < targets.size(); i++) {
            if (fitting(targets.get(i), write).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    private static int latest(List<Target> targets, WireWrite write) {
        for (var i = targets.size() - 1; i >= 0; i--) {
            var target = targets.get(i);
            if (fitting(target, write).isPresent() && target.seen() < Long.parseLong(write.version())) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<Planned> fitting(Target target, WireWrite write) {
        return target.objects().stream()
                .filter(planned -> planned.path().equals(write.path())
                        && planned.delete() == write.delete()
                        && (planned.delete() || planned.content().equals(Optional.of(unbound(write.body())))))
                .findFirst();
    }

    /** What was sent without that to which it was bound. */
    private static JsonNode unbound(JsonNode body) {
        var copy = body.deepCopy();
        if (copy.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("uid", "resourceVersion"));
        }
        return copy;
    }
}
