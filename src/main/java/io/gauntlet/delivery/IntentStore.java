package io.gauntlet.delivery;

import io.gauntlet.delivery.Plans.Intent;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Pushes that were asked for together with a plan. */
class IntentStore {

    private static final int AT_ONCE = 20;
    private static final int MAX_RESULT = 500;

    private final JdbcClient jdbc;

    IntentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One that waits for its plan. */
    record Waiting(PlanId plan, String actor, Intent intent) {}

    void put(PlanId plan, Intent intent) {
        jdbc.sql("""
                update plan set intent_reason = :reason, intent_strategy = cast(:strategy as jsonb), intent_queue = :queue
                where id = :id""")
                .param("queue", intent.away() == Rollouts.Away.QUEUE)
                .param("id", plan.value())
                .param("reason", intent.reason())
                .param("strategy", Json.write(intent.strategy()))
                .update();
    }

    /** Those whose plan is computed. */
    List<Waiting> due() {
        return jdbc.sql("""
                select id, created_by, intent_reason, intent_strategy, intent_queue from plan
                where intent_reason is not null and intent_result is null and status <> 'COMPUTING' order by id limit :limit""")
                .param("limit", AT_ONCE)
                .query((row, number) -> new Waiting(
                        new PlanId(Rows.uuid(row, "id")),
                        row.getString("created_by"),
                        new Intent(
                                row.getString("intent_reason"),
                                Json.value(row.getString("intent_strategy"), Strategy.class),
                                row.getBoolean("intent_queue") ? Rollouts.Away.QUEUE : Rollouts.Away.LEAVE)))
                .list();
    }

    /** Whether a push that was asked for has neither begun nor been refused. */
    boolean waits(PlanId plan) {
        return jdbc.sql("select 1 from plan where id = :id and intent_reason is not null and intent_result is null")
                .param("id", plan.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    void settle(PlanId plan, String result) {
        jdbc.sql("update plan set intent_result = :result where id = :id and intent_result is null")
                .param("id", plan.value())
                .param("result", result.length() <= MAX_RESULT ? result : result.substring(0, MAX_RESULT))
                .update();
    }
}
