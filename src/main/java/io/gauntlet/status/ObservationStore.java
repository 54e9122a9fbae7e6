package io.gauntlet.status;

import io.gauntlet.cluster.ClusterId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the latest observation of each cluster over a restart. */
@Repository
class ObservationStore {

    private static final Logger LOG = LoggerFactory.getLogger(ObservationStore.class);
    private static final String KIND = "stack";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ObservationStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Map<ClusterId, Observation> all() {
        var found = new HashMap<ClusterId, Observation>();
        jdbc.sql("SELECT cluster_id, taken_at, payload FROM observation WHERE kind = :kind")
                .param("kind", KIND)
                .query((row, number) -> {
                    var cluster = new ClusterId(row.getObject("cluster_id", UUID.class));
                    read(row.getString("payload"), row.getTimestamp("taken_at").toInstant(), found, cluster);
                    return cluster;
                })
                .list();
        return found;
    }

    @Transactional
    void save(ClusterId cluster, Observation observation) {
        jdbc.sql("""
                INSERT INTO observation (cluster_id, kind, taken_at, payload)
                VALUES (:cluster, :kind, :taken, CAST(:payload AS jsonb))
                ON CONFLICT (cluster_id, kind) DO UPDATE SET taken_at = excluded.taken_at, payload = excluded.payload
                WHERE observation.taken_at <= excluded.taken_at
                """)
                .param("cluster", cluster.value())
                .param("kind", KIND)
                .param("taken", Timestamp.from(observation.takenAt()))
                .param("payload", json.writeValueAsString(observation))
                .update();
    }

    /** These clusters said the same again. */
    @Transactional
    void confirm(Collection<ClusterId> clusters, Instant at) {
        if (clusters.isEmpty()) {
            return;
        }
        jdbc.sql("UPDATE observation SET taken_at = :taken WHERE kind = :kind AND cluster_id IN (:clusters)")
                .param("taken", Timestamp.from(at))
                .param("kind", KIND)
                .param("clusters", clusters.stream().map(ClusterId::value).toList())
                .update();
    }

    private void read(String payload, Instant takenAt, Map<ClusterId, Observation> into, ClusterId cluster) {
        try {
            into.put(cluster, json.readValue(payload, Observation.class).seenAt(takenAt));
        } catch (JacksonException unreadable) {
            // A row of an older version: the next look writes it anew.
            LOG.warn("The last observation of cluster {} cannot be read and is ignored", cluster);
        }
    }
}
