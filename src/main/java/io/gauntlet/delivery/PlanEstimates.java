package io.gauntlet.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells from the past how long a push may take when all its clusters may be worked on at once: for each cluster the median of
 * its last five rollouts, for one without a past the median of the fleet's last two hundred.
 */
class PlanEstimates {

    private final JdbcClient jdbc;
    private final int inFlight;

    /** @param inFlight clusters that one process writes to at the same time */
    PlanEstimates(JdbcClient jdbc, int inFlight) {
        this.jdbc = jdbc;
        this.inFlight = inFlight;
    }

    /** Seconds of one cluster: writing, and waiting for the proof that holds nobody else up. */
    private record Past(double writing, double proving) {}

    /** Empty where nothing that a push would bring is planned, or where the fleet has no past. */
    Optional<Duration> of(PlanId plan) {
        var pasts = pasts(plan);
        if (pasts.isEmpty()) {
            return Optional.empty();
        }
        var lanes = Math.min(inFlight, pasts.size());
        var work = pasts.stream().mapToDouble(Past::writing).sum() / lanes;
        var longest = pasts.stream().mapToDouble(Past::writing).max().orElse(0);
        var proof = pasts.stream().mapToDouble(Past::proving).max().orElse(0);
        return Optional.of(Duration.ofMillis(Math.round(1000 * (Math.max(work, longest) + proof))));
    }

    private List<Past> pasts(PlanId plan) {
        return jdbc.sql("""
                with fleet as (
                    select percentile_cont(0.5) within group (order by extract(epoch from applied_at - started_at)) as writing,
                        percentile_cont(0.5) within group (order by extract(epoch from ended_at - applied_at)) as proving
                    from (select started_at, applied_at, ended_at from rollout_target
                        where status = 'SUCCEEDED' and applied_at is not null order by id desc limit 200) latest)
                select coalesce(own.writing, fleet.writing) as writing, coalesce(own.proving, fleet.proving) as proving
                from plan_cluster c cross join fleet
                left join lateral (
                    select percentile_cont(0.5) within group (order by extract(epoch from t.applied_at - t.started_at)) as writing,
                        percentile_cont(0.5) within group (order by extract(epoch from t.ended_at - t.applied_at)) as proving
                    from (select started_at, applied_at, ended_at from rollout_target
                        where cluster_id = c.cluster_id and status = 'SUCCEEDED' and applied_at is not null
                        order by id desc limit 5) t) own on true
                where c.plan_id = :plan and c.creates + c.changes + c.deletes > 0 and fleet.writing is not null""")
                .param("plan", plan.value())
                .query((row, number) -> new Past(row.getDouble("writing"), row.getDouble("proving")))
                .list();
    }
}
