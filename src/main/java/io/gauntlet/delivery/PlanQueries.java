package io.gauntlet.delivery;

import io.gauntlet.cluster.ApplyOutcome.FieldConflict;
import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.delivery.Plans.ObjectsOf;
import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/** Reads the objects of plans. Diffs of created objects are made when they are asked for. */
class PlanQueries {

    static final int MAX_CHANGES = 500;
    private static final int MAX_NAMES = 100;
    private static final TypeReference<List<String>> RISKS = new TypeReference<>() {};
    private static final TypeReference<List<FieldConflict>> CONFLICTS = new TypeReference<>() {};
    private static final String COLUMNS = """
            select o.*, c.name as cluster_name, c.position as cluster_position, d.diff
            from plan_object o
            join plan_cluster c on c.plan_id = o.plan_id and c.cluster_id = o.cluster_id
            left join plan_diff d on d.plan_id = o.plan_id and d.fold = o.fold
            """;

    private final JdbcClient jdbc;
    private final BlobStore blobs;
    private final ObjectDiff diffs;

    PlanQueries(JdbcClient jdbc, BlobStore blobs, Fingerprints fingerprints) {
        this.jdbc = jdbc;
        this.blobs = blobs;
        this.diffs = new ObjectDiff(fingerprints);
    }

    /** An object with what is needed to complete and to continue after it. */
    private record Found(PlannedObject object, Optional<Digest> digest, String cursor) {}

    Page<PlannedObject> objects(ObjectsOf query) {
        var after = cursor(query.after());
        var rows = jdbc.sql(COLUMNS + """
                where o.plan_id = :plan and (c.position, o.position) > (:cluster_after, :object_after)
                    and (cast(:cluster as text) is null or c.name = :cluster)
                    and (cast(:action as text) is null or o.action = :action)
                order by c.position, o.position limit :limit""")
                .param("plan", query.plan().value())
                .param("cluster_after", after[0])
                .param("object_after", after[1])
                .param(
                        "cluster",
                        query.cluster() == null ? null : query.cluster().value())
                .param("action", query.action() == null ? null : query.action().name())
                .param("limit", query.limit() + 1)
                .query((row, number) -> found(row))
                .list();
        var page = Page.cut(rows, query.limit(), Found::cursor);
        return new Page<>(completed(page.items()), page.next());
    }

    PlannedObject object(PlanId plan, UUID object) {
        var found = jdbc.sql(COLUMNS + "where o.plan_id = :plan and o.id = :id")
                .param("plan", plan.value())
                .param("id", object)
                .query((row, number) -> found(row))
                .optional()
                .orElseThrow(() -> new DomainException.NotFound("planned object", object));
        return completed(List.of(found)).getFirst();
    }

    Set<UUID> folded(PlanId plan, UUID object) {
        return Set.copyOf(jdbc.sql("""
                select o.id from plan_object o join plan_object one on one.plan_id = o.plan_id and one.fold = o.fold
                where one.plan_id = :plan and one.id = :id""")
                .param("plan", plan.value())
                .param("id", object)
                .query((row, number) -> Rows.uuid(row, "id"))
                .list());
    }

    List<PlannedChange> changes(PlanId plan) {
        var groups = jdbc.sql("""
                select (array_agg(o.id order by c.position))[1] as first, count(*) as count,
                    (array_agg(c.name order by c.position))[1 : :names] as names
                from plan_object o
                join plan_cluster c on c.plan_id = o.plan_id and c.cluster_id = o.cluster_id
                where o.plan_id = :plan and o.action <> 'UNCHANGED'
                group by o.fold, o.restarts, o.risks
                order by min(case o.action when 'REJECTED' then 0 when 'CONFLICT' then 1 when 'DELETE' then 2
                    when 'CHANGE' then 3 else 4 end), o.risks = '[]', o.restarts desc, min(o.step), min(o.ref)
                limit :limit""")
                .param("plan", plan.value())
                .param("names", MAX_NAMES)
                .param("limit", MAX_CHANGES)
                .query((row, number) -> new Group(
                        Rows.uuid(row, "first"),
                        row.getInt("count"),
                        Arrays.stream((Object[]) row.getArray("names").getArray())
                                .map(name -> new ResourceName(name.toString()))
                                .toList()))
                .list();
        var firsts = jdbc
                .sql(COLUMNS + "where o.id = any (cast(:ids as uuid[]))")
                .param("ids", Rows.array(groups.stream().map(Group::first).toList()))
                .query((row, number) -> found(row).object())
                .list()
                .stream()
                .collect(java.util.stream.Collectors.toMap(PlannedObject::id, object -> object));
        var result = new ArrayList<PlannedChange>();
        for (var group : groups) {
            var first = firsts.get(group.first());
            if (first != null) {
                result.add(new PlannedChange(without(first), group.names(), group.count()));
            }
        }
        return result;
    }

    private record Group(UUID first, int count, List<ResourceName> names) {}

    private static PlannedObject without(PlannedObject object) {
        return new PlannedObject(
                object.id(),
                object.cluster(),
                object.ref(),
                object.component(),
                object.action(),
                object.fold(),
                Optional.empty(),
                object.restarts(),
                object.risks(),
                object.message(),
                object.conflicts());
    }

    private List<PlannedObject> completed(List<Found> found) {
        var wanted = new HashSet<Digest>();
        found.stream()
                .filter(PlanQueries::created)
                .forEach(each -> each.digest().ifPresent(wanted::add));
        var bytes = blobs.get(wanted);
        var result = new ArrayList<PlannedObject>();
        for (var each : found) {
            var json = each.digest().isPresent() ? bytes.get(each.digest().get()) : null;
            result.add(
                    json != null && created(each)
                            ? with(each.object(), diffs.of(null, Json.read(json)))
                            : each.object());
        }
        return result;
    }

    private static boolean created(Found found) {
        return found.object().diff().isEmpty()
                && (found.object().action() == Action.CREATE || found.object().action() == Action.REJECTED);
    }

    private static PlannedObject with(PlannedObject object, String diff) {
        return new PlannedObject(
                object.id(),
                object.cluster(),
                object.ref(),
                object.component(),
                object.action(),
                object.fold(),
                Optional.of(diff),
                object.restarts(),
                object.risks(),
                object.message(),
                object.conflicts());
    }

    private static Found found(ResultSet row) throws SQLException {
        var object = new PlannedObject(
                Rows.uuid(row, "id"),
                new ResourceName(row.getString("cluster_name")),
                Refs.decode(row.getString("ref")),
                row.getString("component"),
                Action.valueOf(row.getString("action")),
                Rows.optionalText(row, "fold"),
                Rows.optionalText(row, "diff"),
                row.getBoolean("restarts"),
                Json.list(row.getString("risks"), RISKS),
                row.getString("message"),
                Json.list(row.getString("conflicts"), CONFLICTS));
        return new Found(
                object,
                Rows.optionalText(row, "digest").map(Digest::new),
                row.getInt("cluster_position") + "." + row.getInt("position"));
    }

    private static int[] cursor(@org.jspecify.annotations.Nullable String after) {
        if (after == null) {
            return new int[] {-1, -1};
        }
        var parts = after.split("\\.", -1);
        try {
            return new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException notOurs) {
            throw DomainException.Invalid.of(
                    "after", "The cursor is not one of ours.", "Send the 'next' value of the last page unchanged.");
        }
    }
}
