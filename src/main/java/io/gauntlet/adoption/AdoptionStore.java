package io.gauntlet.adoption;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.PlanId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the last survey of each cluster and the plan that was made after it. */
class AdoptionStore {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;

    AdoptionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void put(ClusterId cluster, Survey survey) {
        jdbc.sql("""
                insert into adoption (cluster_id, taken_at, survey) values (:cluster, :at, cast(:survey as jsonb))
                on conflict (cluster_id) do update set taken_at = excluded.taken_at, survey = excluded.survey""")
                .param("cluster", cluster.value())
                .param("at", survey.takenAt().atOffset(ZoneOffset.UTC))
                .param("survey", JSON.writeValueAsString(survey))
                .update();
    }

    Optional<Survey> find(ClusterId cluster) {
        return jdbc.sql("select survey from adoption where cluster_id = :cluster")
                .param("cluster", cluster.value())
                .query((row, number) -> JSON.readValue(row.getString("survey"), Survey.class))
                .optional();
    }

    /** The plan of a cluster that was never looked at is not kept. */
    void planned(ClusterId cluster, PlanId plan) {
        jdbc.sql("update adoption set plan_id = :plan where cluster_id = :cluster")
                .param("cluster", cluster.value())
                .param("plan", plan.value())
                .update();
    }

    /** The plan as long as it is kept. */
    Optional<PlanId> plan(ClusterId cluster) {
        return jdbc.sql("select plan_id from adoption where cluster_id = :cluster and plan_id is not null")
                .param("cluster", cluster.value())
                .query((row, number) -> new PlanId(row.getObject("plan_id", UUID.class)))
                .optional();
    }
}
