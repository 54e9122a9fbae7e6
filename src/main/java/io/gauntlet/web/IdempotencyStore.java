package io.gauntlet.web;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;

/** Which requests with an Idempotency-Key were made, and how they were answered. */
@Repository
class IdempotencyStore {

    /** Who made a request, under which key, to which address. */
    record Key(String actor, String key, String path) {}

    /** How the first request was answered. */
    record Answer(
            int status,
            byte[] body,
            @Nullable String contentType,
            @Nullable String location,
            @Nullable String etag) {}

    /** A request known already; without an answer it is still being carried out. */
    record Known(String fingerprint, @Nullable Answer answer) {}

    private static final Duration KEPT = Duration.ofHours(24);

    /** After this long the process that carried the request out must have died. */
    private static final Duration ABANDONED = Duration.ofMinutes(5);

    private final JdbcClient jdbc;
    private final Clock clock;

    IdempotencyStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Whether the caller is the first with this key and has to carry the request out. */
    boolean begin(Key key, String fingerprint) {
        return jdbc.sql("""
                        INSERT INTO idempotency_key AS k (actor, key, path, fingerprint, created_at)
                        VALUES (:actor, :key, :path, :fingerprint, :now)
                        ON CONFLICT (actor, key, path) DO UPDATE SET
                            fingerprint = excluded.fingerprint, created_at = excluded.created_at, status = NULL,
                            body = NULL, content_type = NULL, location = NULL, etag = NULL
                        WHERE k.created_at < :expired OR (k.status IS NULL AND k.created_at < :abandoned)
                        """)
                        .param("actor", key.actor())
                        .param("key", key.key())
                        .param("path", key.path())
                        .param("fingerprint", fingerprint)
                        .param("now", ago(Duration.ZERO))
                        .param("expired", ago(KEPT))
                        .param("abandoned", ago(ABANDONED))
                        .update()
                == 1;
    }

    java.util.Optional<Known> find(Key key) {
        return jdbc.sql("SELECT * FROM idempotency_key WHERE actor = :actor AND key = :key AND path = :path")
                .param("actor", key.actor())
                .param("key", key.key())
                .param("path", key.path())
                .query((row, number) -> {
                    var status = row.getInt("status");
                    var answer = row.wasNull()
                            ? null
                            : new Answer(
                                    status,
                                    row.getBytes("body"),
                                    row.getString("content_type"),
                                    row.getString("location"),
                                    row.getString("etag"));
                    return new Known(row.getString("fingerprint"), answer);
                })
                .optional();
    }

    void finish(Key key, Answer answer) {
        jdbc.sql("""
                        UPDATE idempotency_key
                        SET status = :status, body = :body, content_type = :type, location = :location, etag = :etag
                        WHERE actor = :actor AND key = :key AND path = :path
                        """)
                .param("status", answer.status())
                .param("body", answer.body())
                .param("type", answer.contentType())
                .param("location", answer.location())
                .param("etag", answer.etag())
                .param("actor", key.actor())
                .param("key", key.key())
                .param("path", key.path())
                .update();
    }

    /** Nothing was changed, so the caller may try again under the same key. */
    void forget(Key key) {
        jdbc.sql("DELETE FROM idempotency_key WHERE actor = :actor AND key = :key AND path = :path")
                .param("actor", key.actor())
                .param("key", key.key())
                .param("path", key.path())
                .update();
    }

    @Scheduled(fixedDelayString = "PT15M", initialDelayString = "PT2M")
    void sweep() {
        jdbc.sql("DELETE FROM idempotency_key WHERE created_at < :expired")
                .param("expired", ago(KEPT))
                .update();
    }

    private OffsetDateTime ago(Duration age) {
        return clock.instant().minus(age).atOffset(ZoneOffset.UTC);
    }
}
