package io.gauntlet.adoption;

import io.gauntlet.adoption.Survey.FieldOwner;
import io.gauntlet.adoption.Survey.Item;
import io.gauntlet.adoption.Survey.Origin;
import io.gauntlet.adoption.Survey.Workload;
import io.gauntlet.adoption.TakeOver.Claim;
import io.gauntlet.adoption.TakeOver.Loss;
import io.gauntlet.adoption.TakeOver.Way;
import io.gauntlet.cluster.ApplyOutcome.FieldConflict;
import io.gauntlet.delivery.Plan;
import io.gauntlet.delivery.PlannedObject;
import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.rendering.Kinds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Puts side by side what a plan would do and what the survey knows of who owns what. */
final class TakeOverReader {

    private static final Set<String> WORKLOADS = Set.of("StatefulSet", "Deployment", "DaemonSet");

    private final Survey survey;
    private final Map<String, Seen> seen = new HashMap<>();

    private record Seen(Origin origin, List<FieldOwner> owners) {}

    TakeOverReader(Survey survey) {
        this.survey = survey;
        for (var item : survey.items()) {
            seen.put(key(item.kind(), item.namespace(), item.name()), seen(item));
        }
        for (var workload : survey.workloads()) {
            seen.put(
                    key(workload.kind(), workload.namespace(), workload.name()),
                    new Seen(workload.origin(), workload.owners()));
        }
    }

    private static Seen seen(Item item) {
        return new Seen(item.origin(), item.owners());
    }

    TakeOver read(Plan plan, List<PlannedObject> objects) {
        var claims = new ArrayList<Claim>();
        var created = 0;
        for (var object : objects) {
            var adopts = object.action() == Action.CREATE && object.restarts();
            if (object.action() == Action.CONFLICT || object.action() == Action.REJECTED || adopts) {
                claims.add(claim(object));
            }
            created += object.action() == Action.CREATE ? 1 : 0;
        }
        var restarts = objects.stream().filter(PlannedObject::restarts).count();
        return new TakeOver(
                plan.id(), plan.status(), message(plan), claims, neighbours(objects), created, (int) restarts);
    }

    private static String message(Plan plan) {
        return plan.clusters().stream()
                .map(Plan.ClusterPart::message)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(Untrusted::line)
                .orElse(plan.message());
    }

    private Claim claim(PlannedObject object) {
        var ref = object.ref();
        var known = seen.getOrDefault(
                key(ref.type().kind(), ref.namespace(), ref.name()), new Seen(Origin.CLIENT, List.of()));
        var way = way(object);
        var loses = losses(object.conflicts());
        var inPlace = way == Way.IN_PLACE || way == Way.WITH_RESTART;
        return new Claim(
                object.id(),
                ref.type().kind(),
                ref.namespace(),
                ref.name(),
                object.component(),
                way,
                loses,
                way == Way.ADOPTS_PODS ? List.of() : left(known.owners(), loses),
                known.origin(),
                object.restarts(),
                object.risks(),
                inPlace ? "" : Untrusted.line(object.message()),
                way == Way.ANEW ? command(ref) : "");
    }

    private static List<FieldOwner> left(List<FieldOwner> owners, List<Loss> loses) {
        return owners.stream()
                .map(owner -> loses.stream()
                        .filter(loss -> loss.manager().equals(owner.manager()))
                        .findFirst()
                        .map(loss -> FieldOwners.without(owner, loss.fields()))
                        .orElse(owner))
                .filter(owner -> owner.fields() > 0)
                .toList();
    }

    private static Way way(PlannedObject object) {
        return switch (object.action()) {
            case REJECTED -> Way.ANEW;
            case CREATE -> Way.ADOPTS_PODS;
            default -> object.restarts() ? Way.WITH_RESTART : Way.IN_PLACE;
        };
    }

    private static List<Loss> losses(List<FieldConflict> conflicts) {
        var byManager = new TreeMap<String, List<String>>();
        for (var conflict : conflicts) {
            byManager
                    .computeIfAbsent(Untrusted.line(conflict.manager()), manager -> new ArrayList<>())
                    .add(Untrusted.line(conflict.field()));
        }
        return byManager.entrySet().stream()
                .map(entry -> new Loss(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Makes room for an object that cannot become ours as it is; the pods of a workload are left alone. */
    private static String command(ObjectRef ref) {
        var orphan = WORKLOADS.contains(ref.type().kind()) ? " --cascade=orphan" : "";
        return ref.type().equals(Kinds.NAMESPACE) || ref.type().equals(Kinds.SECRET)
                ? ""
                : delete(ref.type().kind(), ref.namespace(), ref.name()) + orphan;
    }

    static String delete(String kind, String namespace, String name) {
        if (!Names.object(name) || !namespace.isEmpty() && !Names.object(namespace)) {
            return "";
        }
        var where = namespace.isEmpty() ? "" : " -n " + namespace;
        return "kubectl delete " + kind.toLowerCase(Locale.ROOT) + " " + name + where;
    }

    private List<TakeOver.Neighbour> neighbours(List<PlannedObject> objects) {
        var ours = new HashMap<String, PlannedObject>();
        var names = new java.util.HashSet<String>();
        for (var object : objects) {
            var ref = object.ref();
            if (WORKLOADS.contains(ref.type().kind()) && object.action() != Action.DELETE) {
                ours.put(object.component(), object);
                names.add(key(ref.type().kind(), ref.namespace(), ref.name()));
            }
        }
        var result = new ArrayList<TakeOver.Neighbour>();
        for (var workload : survey.workloads()) {
            if (workload.origin() != Origin.OURS
                    && !names.contains(key(workload.kind(), workload.namespace(), workload.name()))) {
                neighbour(workload, ours.keySet(), result);
            }
        }
        return result;
    }

    private static void neighbour(Workload workload, Set<String> components, List<TakeOver.Neighbour> into) {
        workload.parts().stream()
                .map(Survey.Part::role)
                .filter(role -> role != StackRole.SIDECAR)
                .findFirst()
                .ifPresent(role -> into.add(new TakeOver.Neighbour(
                        workload.kind(),
                        workload.namespace(),
                        workload.name(),
                        role,
                        workload.origin(),
                        SideBySide.effect(role, components),
                        SideBySide.danger(role, components),
                        SideBySide.command(workload))));
    }

    private static String key(String kind, String namespace, String name) {
        return kind + " " + namespace + "/" + name;
    }
}
