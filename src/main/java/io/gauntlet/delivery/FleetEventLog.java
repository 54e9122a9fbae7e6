package io.gauntlet.delivery;

import io.gauntlet.delivery.FleetEvent.Origin;
import io.gauntlet.delivery.RolloutEvents.Content;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Signal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the numbered events. */
class FleetEventLog implements FleetEvents {

    private final JdbcClient jdbc;
    private final EventNumbers numbers;
    private final Signal changed;
    private final Duration poll;
    private final Clock clock;

    FleetEventLog(JdbcClient jdbc, EventNumbers numbers, Signal changed, Duration poll, Clock clock) {
        this.jdbc = jdbc;
        this.numbers = numbers;
        this.changed = changed;
        this.poll = poll;
        this.clock = clock;
    }

    @Override
    public long head() {
        return numbers.head(clock.instant());
    }

    @Override
    public Batch after(long number, Filter filter, int limit) {
        var head = head();
        if (head <= number) {
            return new Batch(java.util.List.of(), number);
        }
        var events = jdbc.sql("""
                select e.number, e.content, e.created_at, r.id, r.kind, r.reason, r.created_by
                from rollout_event e left join rollout r on r.id = e.rollout_id
                where e.number > :after and e.number <= :head
                    and (cast(:rollout as uuid) is null or e.rollout_id = cast(:rollout as uuid))
                    and (cast(:cluster as text) is null or e.content ->> 'cluster' = cast(:cluster as text))
                    and (:any or e.content ->> 'status' = any (cast(:statuses as text[])))
                order by e.number limit :limit""")
                .param("after", number)
                .param("head", head)
                .param("rollout", filter.rollout().map(RolloutId::toString).orElse(null), Types.VARCHAR)
                .param("cluster", filter.cluster().map(ResourceName::value).orElse(null), Types.VARCHAR)
                .param("any", filter.statuses().isEmpty())
                .param("statuses", filter.statuses().toArray(String[]::new))
                .param("limit", limit)
                .query((row, index) -> event(row))
                .list();
        return new Batch(events, events.size() < limit ? head : events.getLast().number());
    }

    @Override
    public Batch await(long number, Filter filter, Duration limit) throws InterruptedException {
        var found = new Batch[] {new Batch(java.util.List.of(), number)};
        Waiting.until(
                () -> {
                    found[0] = after(found[0].upTo(), filter, MAX);
                    return !found[0].events().isEmpty();
                },
                changed,
                poll,
                limit);
        return found[0];
    }

    @Override
    public Set<String> clusters(RolloutId rollout) {
        return new HashSet<>(jdbc.sql("select name from rollout_target where rollout_id = :id")
                .param("id", rollout.value())
                .query(String.class)
                .list());
    }

    @Override
    public Set<String> clusters(PlanId plan) {
        return new HashSet<>(jdbc.sql("select name from plan_cluster where plan_id = :id")
                .param("id", plan.value())
                .query(String.class)
                .list());
    }

    private static FleetEvent event(ResultSet row) throws SQLException {
        var content = Json.value(row.getString("content"), Content.class);
        var rollout = Rows.optionalUuid(row, "id");
        return new FleetEvent(
                row.getLong("number"),
                rollout.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Origin(
                                new RolloutId(rollout.get()),
                                Rollout.Kind.valueOf(row.getString("kind")),
                                row.getString("reason"),
                                row.getString("created_by"))),
                Optional.ofNullable(content.plan()).map(PlanId::new),
                Optional.ofNullable(content.cluster()).map(ResourceName::new),
                content.status(),
                content.done(),
                content.total(),
                content.message(),
                Rows.instant(row, "created_at"));
    }
}
