package io.gauntlet.delivery;

import io.gauntlet.delivery.Rollout.WaveStatus;
import io.gauntlet.delivery.Strategy.OnFailure;
import io.gauntlet.delivery.Strategy.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/**
 * Waves of rollouts, and which of their targets may be started. Callers hold the transaction; the row of the rollout is locked
 * before rows of its targets, everywhere, so that no two transactions wait for each other.
 */
class WaveStore {

    private static final TypeReference<List<Window>> WINDOWS = new TypeReference<>() {};

    private final JdbcClient jdbc;

    WaveStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What decides on the next step of a running rollout. */
    record State(
            boolean paused,
            boolean aborting,
            Optional<Integer> maxInFlight,
            int maxFailures,
            int tolerated,
            OnFailure onFailure,
            List<Window> windows) {}

    /** One wave on its way. */
    record Step(
            int number, String name, boolean manual, Duration pause, WaveStatus status, Optional<Instant> opensAt) {}

    /** Targets of one wave by how they stand; {@code active} are those that were started and have not ended. */
    record Counts(int pending, int active, int held, int failed) {

        static final Counts NONE = new Counts(0, 0, 0, 0);

        int open() {
            return pending + active + held;
        }

        Counts plus(Counts other) {
            return new Counts(pending + other.pending, active + other.active, held + other.held, failed + other.failed);
        }
    }

    void create(RolloutId rollout, List<WaveAssignment.Filled> waves, Instant now) {
        for (var number = 0; number < waves.size(); number++) {
            var wave = waves.get(number).wave();
            jdbc.sql("""
                    insert into rollout_wave (rollout_id, number, name, manual, pause_ms, status, opens_at)
                    values (:rollout, :number, :name, :manual, :pause, 'WAITING', :opens)""")
                    .param("rollout", rollout.value())
                    .param("number", number)
                    .param("name", wave.name())
                    .param("manual", wave.manual())
                    .param("pause", wave.pause().toMillis())
                    .param(
                            "opens",
                            number > 0 || wave.manual() ? null : Rows.time(now.plus(wave.pause())),
                            java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                    .update();
        }
    }

    /** Locks the rollout until the transaction ends; empty when it has ended. */
    Optional<State> lock(RolloutId rollout) {
        return jdbc.sql("select * from rollout where id = :id for no key update")
                .param("id", rollout.value())
                .query((row, number) ->
                        "RUNNING".equals(row.getString("status")) ? Optional.of(state(row)) : Optional.<State>empty())
                .optional()
                .flatMap(found -> found);
    }

    List<Step> steps(RolloutId rollout) {
        return jdbc.sql("select * from rollout_wave where rollout_id = :id order by number")
                .param("id", rollout.value())
                .query((row, number) -> new Step(
                        row.getInt("number"),
                        row.getString("name"),
                        row.getBoolean("manual"),
                        Duration.ofMillis(row.getLong("pause_ms")),
                        WaveStatus.valueOf(row.getString("status")),
                        Rows.optionalInstant(row, "opens_at")))
                .list();
    }

    Map<Integer, Counts> counts(RolloutId rollout) {
        var result = new HashMap<Integer, Counts>();
        jdbc.sql("""
                select wave, count(*) filter (where status = 'PENDING') as pending,
                    count(*) filter (where status in ('QUEUED', 'APPLYING', 'VERIFYING')) as active,
                    count(*) filter (where status = 'HELD') as held, count(*) filter (where status = 'FAILED') as failed
                from rollout_target where rollout_id = :id group by wave""")
                .param("id", rollout.value())
                .query((row, number) -> result.put(
                        row.getInt("wave"),
                        new Counts(
                                row.getInt("pending"), row.getInt("active"), row.getInt("held"), row.getInt("failed"))))
                .list();
        return result;
    }

    void begin(RolloutId rollout, int wave, Instant now) {
        jdbc.sql("""
                update rollout_wave set status = 'RUNNING', started_at = :now where rollout_id = :id and number = :wave""")
                .param("id", rollout.value())
                .param("wave", wave)
                .param("now", Rows.time(now))
                .update();
    }

    void done(RolloutId rollout, int wave, Instant now) {
        jdbc.sql("""
                update rollout_wave set status = 'DONE', ended_at = :now where rollout_id = :id and number = :wave""")
                .param("id", rollout.value())
                .param("wave", wave)
                .param("now", Rows.time(now))
                .update();
    }

    /** From this moment on the wave may begin. */
    void open(RolloutId rollout, int wave, Instant at, String actor) {
        jdbc.sql("""
                update rollout_wave set opens_at = :at, opened_by = :actor
                where rollout_id = :id and number = :wave and status = 'WAITING'""")
                .param("id", rollout.value())
                .param("wave", wave)
                .param("at", Rows.time(at))
                .param("actor", actor)
                .update();
    }

    /** Lets workers take up to this many targets of a wave; their ids. */
    List<UUID> release(RolloutId rollout, int wave, int limit) {
        return jdbc.sql("""
                update rollout_target set status = 'QUEUED', due_at = clock_timestamp() where id in (
                    select id from rollout_target where rollout_id = :id and wave = :wave and status = 'PENDING'
                    order by position limit :limit)
                returning id""")
                .param("id", rollout.value())
                .param("wave", wave)
                .param("limit", limit)
                .query((row, number) -> Rows.uuid(row, "id"))
                .list();
    }

    /** Takes back what no worker has begun; the ids. */
    List<UUID> takeBack(RolloutId rollout) {
        return jdbc.sql("""
                update rollout_target set status = 'PENDING'
                where rollout_id = :id and status = 'QUEUED' and started_at is null returning id""")
                .param("id", rollout.value())
                .query((row, number) -> Rows.uuid(row, "id"))
                .list();
    }

    void pause(RolloutId rollout, String actor, String why) {
        jdbc.sql("update rollout set paused = true, paused_by = :actor, hold = :why where id = :id")
                .param("id", rollout.value())
                .param("actor", actor)
                .param("why", why)
                .update();
    }

    /** What has failed so far counts no more. */
    void resume(RolloutId rollout) {
        jdbc.sql("""
                update rollout r set paused = false, paused_by = '', hold = '', tolerated = (
                    select count(*) from rollout_target where rollout_id = r.id and status = 'FAILED')
                where id = :id""").param("id", rollout.value()).update();
    }

    /** Says why the rollout does not go on; false when it says so already. */
    boolean hold(RolloutId rollout, String why) {
        return jdbc.sql("update rollout set hold = :why where id = :id and hold <> :why")
                        .param("id", rollout.value())
                        .param("why", why)
                        .update()
                == 1;
    }

    void abort(RolloutId rollout) {
        jdbc.sql("update rollout set aborting = true, paused = false, hold = '' where id = :id")
                .param("id", rollout.value())
                .update();
    }

    /** Running rollouts that may go on because time has passed. */
    List<RolloutId> waiting() {
        return jdbc.sql("""
                select id from rollout r where status = 'RUNNING' and not paused and exists (
                    select 1 from rollout_target t where t.rollout_id = r.id and t.status = 'PENDING') order by id""")
                .query((row, number) -> new RolloutId(Rows.uuid(row, "id")))
                .list();
    }

    private static State state(ResultSet row) throws SQLException {
        return new State(
                row.getBoolean("paused"),
                row.getBoolean("aborting"),
                Optional.ofNullable(row.getObject("max_in_flight", Integer.class)),
                row.getInt("max_failures"),
                row.getInt("tolerated"),
                OnFailure.valueOf(row.getString("on_failure")),
                Json.list(row.getString("windows"), WINDOWS));
    }
}
