package io.gauntlet.change;

import io.gauntlet.change.Change.Action;
import io.gauntlet.change.Changes.Detail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Changes as rows. Callers hold the transaction. */
class ChangeStore {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String COLUMNS = """
            select c.number, c.at, c.author, c.kind, c.name, c.former_name, c.cause, c.reason, c.reverts,
                c.before is null as added, c.after is null as removed,
                (select max(r.number) from config_change r where r.reverts = c.number) as reverted_by""";

    private final JdbcClient jdbc;

    ChangeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Who makes a change, when, and what for. */
    record Circumstances(
            String author,
            Instant at,
            String cause,
            @Nullable Long reverts,
            String reason) {}

    /** Stores one change and gives its number. */
    long add(DocumentChange change, Circumstances how) {
        var former = change.before().map(DocumentChange.Named::name).orElse("");
        var name = change.after().map(DocumentChange.Named::name).orElse(former);
        return jdbc.sql("""
                insert into config_change (at, author, kind, name, former_name, cause, reason, reverts, before, after)
                values (:at, :author, :kind, :name, :former, :cause, :reason, :reverts, cast(:before as jsonb),
                    cast(:after as jsonb))
                returning number""")
                .param("at", how.at().atOffset(ZoneOffset.UTC))
                .param("author", how.author())
                .param("kind", change.kind())
                .param("name", name)
                .param("former", former.isEmpty() || former.equals(name) ? null : former)
                .param("cause", how.cause())
                .param("reason", how.reason())
                .param("reverts", how.reverts())
                .param("before", change.before().map(ChangeStore::json).orElse(null))
                .param("after", change.after().map(ChangeStore::json).orElse(null))
                .query(Long.class)
                .single();
    }

    /** Newest first, those before {@code before}. */
    List<Change> page(long before, int limit) {
        return jdbc.sql(COLUMNS + " from config_change c where c.number < :before order by c.number desc limit :limit")
                .param("before", before)
                .param("limit", limit)
                .query((row, number) -> change(row))
                .list();
    }

    /** Newest first. */
    List<Change> find(Collection<Long> numbers) {
        return jdbc.sql(
                        COLUMNS
                                + " from config_change c where c.number = any (cast(:numbers as bigint[])) order by c.number desc")
                .param("numbers", numbers.stream().map(String::valueOf).toArray(String[]::new))
                .query((row, number) -> change(row))
                .list();
    }

    Optional<Detail> detail(long wanted) {
        return jdbc.sql(
                        COLUMNS
                                + ", c.before as document_before, c.after as document_after from config_change c where c.number = :number")
                .param("number", wanted)
                .query((row, number) ->
                        new Detail(change(row), document(row, "document_before"), document(row, "document_after")))
                .optional();
    }

    /** Changes of a kind after one of them, oldest first. */
    List<Change> after(String kind, long wanted) {
        return jdbc.sql(COLUMNS + " from config_change c where c.kind = :kind and c.number > :after order by c.number")
                .param("kind", kind)
                .param("after", wanted)
                .query((row, number) -> change(row))
                .list();
    }

    private static Change change(ResultSet row) throws SQLException {
        return new Change(
                row.getLong("number"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("author"),
                row.getString("kind"),
                row.getString("name"),
                Optional.ofNullable(row.getString("former_name")),
                row.getBoolean("added") ? Action.ADDED : row.getBoolean("removed") ? Action.REMOVED : Action.CHANGED,
                row.getString("cause"),
                row.getString("reason"),
                Optional.ofNullable(row.getObject("reverts", Long.class)),
                Optional.ofNullable(row.getObject("reverted_by", Long.class)));
    }

    private static String json(DocumentChange.Named named) {
        return JSON.writeValueAsString(named.document());
    }

    private static Optional<ConfigDocument> document(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(text -> JSON.readValue(text, ConfigDocument.class));
    }
}
