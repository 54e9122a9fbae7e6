package io.gauntlet.audit;

import io.gauntlet.kernel.AuditableEvent;
import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.Page;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The trail of every change. An entry is written in the transaction of the change itself: where it cannot be written, the
 * change does not happen. Each entry carries the hash of the one before it, so a changed, removed or reordered row is found.
 */
@Service
public class AuditTrail {

    private static final String START = "0".repeat(64);
    private static final TypeReference<TreeMap<String, String>> DETAILS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    AuditTrail(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void record(AuditableEvent event) {
        // One writer at a time until its commit: the chain has no forks.
        jdbc.sql("SELECT pg_advisory_xact_lock(7246001)").query((row, index) -> index).list();
        var last = jdbc.sql("SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1")
                .query((row, index) -> new Link(row.getLong("seq"), row.getString("hash")))
                .optional()
                .orElse(new Link(0, START));
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
        var row = new Row(
                last.seq() + 1,
                at,
                actor(),
                event.action(),
                event.subjectType(),
                event.subject(),
                json.writeValueAsString(new TreeMap<>(event.details())),
                last.hash());
        jdbc.sql("INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        row.seq(), row.at(), row.actor(), row.action(), row.subjectType(), row.subject(), row.details(),
                        row.previous(), row.hash())
                .update();
    }

    /**
     * Newest first.
     *
     * @param subject part of a subject, action or actor; null means all
     * @param before  entries older than this number; null starts with the newest
     */
    @Transactional(readOnly = true)
    public Page<AuditEntry> page(@Nullable String subject, @Nullable Long before, int limit) {
        var like = subject == null ? "%" : "%" + subject.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        var rows = jdbc.sql(
                        """
                        SELECT * FROM audit_entry
                        WHERE seq < ? AND (subject LIKE ? OR action LIKE ? OR actor LIKE ?) ORDER BY seq DESC LIMIT ?""")
                .params(before == null ? Long.MAX_VALUE : before, like, like, like, limit + 1)
                .query((row, index) -> new AuditEntry(
                        row.getLong("seq"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("subject_type"),
                        row.getString("subject"),
                        details(row.getString("details"))))
                .list();
        return Page.cut(rows, limit, entry -> Long.toString(entry.seq()));
    }

    /** The number of the first entry that does not fit the one before it; empty when the whole trail holds. */
    @Transactional(readOnly = true)
    public OptionalLong firstBroken() {
        var expected = new Link(0, START);
        for (var row : rows()) {
            if (row.seq() != expected.seq() + 1
                    || !row.previous().equals(expected.hash())
                    || !row.hash().equals(row.storedHash())) {
                return OptionalLong.of(row.seq());
            }
            expected = new Link(row.seq(), row.hash());
        }
        return OptionalLong.empty();
    }

    private List<StoredRow> rows() {
        return jdbc.sql("SELECT * FROM audit_entry ORDER BY seq")
                .query((row, index) -> new StoredRow(
                        new Row(
                                row.getLong("seq"),
                                row.getObject("at", OffsetDateTime.class).withOffsetSameInstant(ZoneOffset.UTC),
                                row.getString("actor"),
                                row.getString("action"),
                                row.getString("subject_type"),
                                row.getString("subject"),
                                row.getString("details"),
                                row.getString("previous")),
                        row.getString("hash")))
                .list();
    }

    private Map<String, String> details(String text) {
        return json.readValue(text, DETAILS);
    }

    private static String actor() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null ? "system" : authentication.getName();
    }

    private record Link(long seq, String hash) {}

    private record Row(
            long seq,
            OffsetDateTime at,
            String actor,
            String action,
            String subjectType,
            String subject,
            String details,
            String previous) {

        String hash() {
            return Digest.of(String.join(
                            "\n",
                            Long.toString(seq),
                            Long.toString(at.toInstant().toEpochMilli()),
                            actor,
                            action,
                            subjectType,
                            subject,
                            details,
                            previous))
                    .hex();
        }
    }

    private record StoredRow(Row row, String storedHash) {

        long seq() {
            return row.seq();
        }

        String previous() {
            return row.previous();
        }

        String hash() {
            return row.hash();
        }
    }
}
