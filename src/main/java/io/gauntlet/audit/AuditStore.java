package io.gauntlet.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of the trail. */
@Repository
class AuditStore {

    /** A row with its place in the chain. */
    record Link(AuditEntry entry, byte[] previousHash, byte[] hash) {}

    /** The last row's number and hash. */
    record Head(long seq, byte[] hash) {}

    private static final TypeReference<Map<String, String>> DETAILS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json = JsonMapper.builder().build();

    AuditStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Waits until no other transaction is adding, and reads where to go on. */
    Head lockHead() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('gauntlet.audit'))")
                .query((row, number) -> number)
                .list();
        return head();
    }

    Head head() {
        return jdbc.sql("SELECT seq, hash FROM audit_head")
                .query((row, number) -> new Head(row.getLong("seq"), row.getBytes("hash")))
                .single();
    }

    void add(AuditEntry entry, byte[] previousHash, byte[] hash) {
        jdbc.sql("""
                        INSERT INTO audit_entry
                            (seq, at, actor, source, action, subject_type, subject, details, previous_hash, hash)
                        VALUES (:seq, :at, :actor, :source, :action, :type, :subject, cast(:details AS jsonb), :previous, :hash)
                        """)
                .param("seq", entry.seq())
                .param("at", entry.at().atOffset(ZoneOffset.UTC))
                .param("actor", entry.actor())
                .param("source", entry.source())
                .param("action", entry.action())
                .param("type", entry.subjectType())
                .param("subject", entry.subject())
                .param("details", json.writeValueAsString(entry.details()))
                .param("previous", previousHash)
                .param("hash", hash)
                .update();
    }

    void moveHead(long seq, byte[] hash) {
        jdbc.sql("UPDATE audit_head SET seq = :seq, hash = :hash")
                .param("seq", seq)
                .param("hash", hash)
                .update();
    }

    /** Newest first, before {@code before}. */
    List<AuditEntry> find(AuditFilter filter, long before, int limit) {
        var where = new ArrayList<>(List.of("seq < :before"));
        var values = new HashMap<String, Object>(Map.of("before", before, "limit", limit));
        addCondition("actor", filter.actor(), where, values);
        addCondition("action", filter.action(), where, values);
        addCondition("subject", filter.subject(), where, values);
        return jdbc.sql("SELECT * FROM audit_entry WHERE " + String.join(" AND ", where)
                        + " ORDER BY seq DESC LIMIT :limit")
                .params(values)
                .query((row, number) -> entry(row))
                .list();
    }

    /** Oldest first, after {@code after}. */
    List<Link> links(long after, int limit) {
        return jdbc.sql("SELECT * FROM audit_entry WHERE seq > :after ORDER BY seq LIMIT :limit")
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> new Link(entry(row), row.getBytes("previous_hash"), row.getBytes("hash")))
                .list();
    }

    private static void addCondition(
            String column, @Nullable String value, List<String> where, Map<String, Object> values) {
        if (value != null && !value.isBlank()) {
            where.add(column + " = :" + column);
            values.put(column, value.strip().replace("\0", ""));
        }
    }

    private AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("seq"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("source"),
                row.getString("action"),
                row.getString("subject_type"),
                row.getString("subject"),
                json.readValue(row.getString("details"), DETAILS));
    }
}
