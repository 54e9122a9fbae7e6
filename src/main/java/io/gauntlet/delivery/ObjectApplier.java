package io.gauntlet.delivery;

import io.gauntlet.cluster.ApplyOutcome;
import io.gauntlet.cluster.ApplyOutcome.Applied;
import io.gauntlet.cluster.ApplyOutcome.Conflicted;
import io.gauntlet.cluster.ApplyOutcome.Moved;
import io.gauntlet.cluster.ApplyOutcome.Rejected;
import io.gauntlet.cluster.ApplyRequest;
import io.gauntlet.cluster.ApplyRequest.Expected;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.LiveObject;
import io.gauntlet.delivery.ObjectDraft.Seen;
import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.delivery.TargetWork.Item;
import io.gauntlet.delivery.TargetWork.Outcome;
import io.gauntlet.delivery.TargetWork.Result;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Brings one planned change of one object into a cluster, bound to the live object that the plan saw. What changed since then
 * is never overwritten, with two exceptions that change nothing: a live object of which only the status moved, and one that
 * already is what would be written because an earlier try got through without its answer.
 */
final class ObjectApplier {

    private static final int TRIES = 5;

    private final ClusterApi api;
    private final Fingerprints fingerprints;
    private final boolean resumed;
    private final Lease lease;

    /** @param resumed whether an earlier try may have got through without being recorded */
    ObjectApplier(ClusterApi api, Fingerprints fingerprints, boolean resumed, Lease lease) {
        this.api = api;
        this.fingerprints = fingerprints;
        this.resumed = resumed;
        this.lease = lease;
    }

    /** Thrown instead of sending a request when somebody else may have claimed the target. */
    static final class LeaseLost extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LeaseLost() {
            super("the lease ran out");
        }
    }

    Result bring(Item item, byte[] json) {
        return item.action() == Action.DELETE ? delete(item) : apply(item, json);
    }

    private Result apply(Item item, byte[] json) {
        var expected = item.live().map(seen -> new Expected(seen.uid(), seen.version()));
        for (var left = TRIES; ; left--) {
            switch (send(item, json, expected, false)) {
                case Applied(var live) -> {
                    return applied(item, live);
                }
                case Conflicted(var conflicts) -> {
                    var fields = conflicts.stream()
                            .map(conflict -> conflict.manager() + " owns " + conflict.field())
                            .collect(Collectors.joining(", "));
                    return new Result(item, Outcome.CONFLICT, fields, Optional.empty());
                }
                case Rejected rejected -> {
                    var secret = "Secret".equals(item.ref().type().kind());
                    return new Result(item, Outcome.REJECTED, ObjectPlanner.said(secret, rejected), Optional.empty());
                }
                case Moved moved -> {
                    var now = api.get(item.ref());
                    if (left > 0
                            && now.map(live -> untouched(item, live))
                                    .orElse(item.live().isEmpty())) {
                        expected = now.map(live -> new Expected(live.uid(), live.resourceVersion()));
                        continue;
                    }
                    if (resumed && now.isPresent()) {
                        return alreadyThere(item, json, now.get());
                    }
                    return moved(item, now);
                }
            }
        }
    }

    private ApplyOutcome send(Item item, byte[] json, Optional<Expected> expected, boolean dryRun) {
        if (!lease.held()) {
            throw new LeaseLost();
        }
        return api.apply(new ApplyRequest(item.ref(), json, expected, dryRun, item.takeOver()));
    }

    /** Whether only status and bookkeeping of the planned object moved. */
    private boolean untouched(Item item, LiveObject live) {
        return item.live()
                .filter(seen -> seen.uid().equals(live.uid())
                        && seen.content().equals(LiveContent.digest(live.content(), fingerprints)))
                .isPresent();
    }

    /**
     * The answer of an earlier try may have been lost. If applying once more would change nothing, that is what happened, and
     * applying it makes sure that the fields are ours.
     */
    private Result alreadyThere(Item item, byte[] json, LiveObject now) {
        var expected = Optional.of(new Expected(now.uid(), now.resourceVersion()));
        if (send(item, json, expected, true) instanceof Applied(var after)
                && LiveContent.same(now.content(), after.content())
                && send(item, json, expected, false) instanceof Applied(var live)) {
            return applied(item, live);
        }
        return moved(item, Optional.of(now));
    }

    private Result delete(Item item) {
        var seen = item.live().orElseThrow();
        for (var left = TRIES; ; left--) {
            if (!lease.held()) {
                throw new LeaseLost();
            }
            if (api.delete(item.ref(), seen.uid(), seen.version())) {
                return new Result(item, Outcome.DELETED, "", Optional.empty());
            }
            var now = api.get(item.ref());
            if (now.isEmpty()) {
                return new Result(item, Outcome.DELETED, "", Optional.empty());
            }
            if (left == 0 || !untouched(item, now.get())) {
                return moved(item, now);
            }
            seen = Seen.of(now.get(), fingerprints);
        }
    }

    private Result applied(Item item, LiveObject live) {
        return new Result(item, Outcome.APPLIED, "", Optional.of(Seen.of(live, fingerprints)));
    }

    private static Result moved(Item item, Optional<LiveObject> now) {
        final String what;
        if (now.isEmpty()) {
            what = "It was deleted since the plan was made.";
        } else if (item.live().isEmpty()) {
            what = "It was created since the plan was made" + by(now.get().content()) + ".";
        } else if (!item.live().get().uid().equals(now.get().uid())) {
            what = "It was deleted and created again since the plan was made.";
        } else {
            what = "It was changed since the plan was made" + by(now.get().content()) + ".";
        }
        return new Result(item, Outcome.MOVED, what, Optional.empty());
    }

    /** The field manager that wrote last, as far as the API server tells. */
    private static String by(JsonNode live) {
        return live.path("metadata")
                .path("managedFields")
                .valueStream()
                .filter(entry -> !"status".equals(entry.path("subresource").asString("")))
                .max(java.util.Comparator.comparing(entry -> entry.path("time").asString("")))
                .map(entry -> entry.path("manager").asString(""))
                .filter(manager -> manager.matches("[\\w./:-]{1,80}"))
                .map(manager -> ", last by " + manager)
                .orElse("");
    }
}
