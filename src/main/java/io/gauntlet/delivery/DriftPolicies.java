package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stores what is done about drift in each cluster. Callers hold the transaction. */
class DriftPolicies {

    private final JdbcClient jdbc;

    DriftPolicies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Everything is judged anew by it, at once; false when somebody else has changed the policy since it was read. */
    boolean set(ClusterId cluster, int version, DriftPolicy policy) {
        return jdbc.sql("""
                update drift_cluster set policy = :policy, except_fields = cast(:except as jsonb), version = version + 1,
                    fingerprint = '', due_at = clock_timestamp(), asked = asked + 1
                where cluster_id = :cluster and version = :version""")
                        .param("policy", policy.mode().name())
                        .param(
                                "except",
                                Json.write(policy.except().stream()
                                        .map(DriftField::text)
                                        .toList()))
                        .param("cluster", cluster.value())
                        .param("version", version)
                        .update()
                == 1;
    }
}
