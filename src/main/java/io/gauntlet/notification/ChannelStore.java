package io.gauntlet.notification;

import io.gauntlet.kernel.ResourceName;
import io.gauntlet.notification.NotificationChannel.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Channels as they are stored, secrets sealed. Callers hold transactions of several statements. */
class ChannelStore {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ChannelStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** What a person chooses, as it is stored. */
    record Settings(
            String origin,
            byte[] url,
            String urlHint,
            byte @Nullable [] signingSecret,
            @Nullable String signingHint,
            Set<Topic> topics,
            String selector,
            boolean enabled) {}

    /** A stored channel. */
    record Row(UUID id, ResourceName name, Kind kind, Settings settings, Instant createdAt, int version) {}

    void insert(Row row) {
        statement("""
                insert into notification_channel (id, name, kind, origin, url, url_hint, signing_secret, signing_hint,
                    topics, selector, enabled, created_at)
                values (:id, :name, :kind, :origin, :url, :urlHint, :signing, :signingHint, cast(:topics as jsonb), :selector,
                    :enabled, :created)""", row)
                .param("name", row.name().value())
                .param("kind", row.kind().name())
                .param("created", row.createdAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Replaces the settings of a channel; false when it was changed since this version. */
    boolean update(Row row) {
        return statement("""
                update notification_channel set origin = :origin, url = :url, url_hint = :urlHint, signing_secret = :signing,
                    signing_hint = :signingHint, topics = cast(:topics as jsonb), selector = :selector, enabled = :enabled,
                    version = version + 1
                where id = :id and version = :version""", row).param("version", row.version()).update() == 1;
    }

    private JdbcClient.StatementSpec statement(String sql, Row row) {
        var settings = row.settings();
        return jdbc.sql(sql)
                .param("id", row.id())
                .param("origin", settings.origin())
                .param("url", settings.url())
                .param("urlHint", settings.urlHint())
                .param("signing", settings.signingSecret(), java.sql.Types.BINARY)
                .param("signingHint", settings.signingHint(), java.sql.Types.VARCHAR)
                .param("topics", json.writeValueAsString(new TreeSet<>(settings.topics())))
                .param("selector", settings.selector())
                .param("enabled", settings.enabled());
    }

    boolean delete(UUID id, int version) {
        return jdbc.sql("delete from notification_channel where id = :id and version = :version")
                        .param("id", id)
                        .param("version", version)
                        .update()
                == 1;
    }

    Optional<Row> find(ResourceName name) {
        return jdbc.sql("select * from notification_channel where name = :name")
                .param("name", name.value())
                .query((row, number) -> row(row))
                .optional();
    }

    Optional<Row> find(UUID id) {
        return jdbc.sql("select * from notification_channel where id = :id")
                .param("id", id)
                .query((row, number) -> row(row))
                .optional();
    }

    List<Row> after(String name, int limit) {
        return jdbc.sql("select * from notification_channel where name > :name order by name limit :limit")
                .param("name", name)
                .param("limit", limit)
                .query((row, number) -> row(row))
                .list();
    }

    int count() {
        return jdbc.sql("select count(*) from notification_channel")
                .query(Integer.class)
                .single();
    }

    private Row row(ResultSet row) throws SQLException {
        var settings = new Settings(
                row.getString("origin"),
                row.getBytes("url"),
                row.getString("url_hint"),
                row.getBytes("signing_secret"),
                row.getString("signing_hint"),
                topics(row.getString("topics")),
                row.getString("selector"),
                row.getBoolean("enabled"));
        return new Row(
                row.getObject("id", UUID.class),
                new ResourceName(row.getString("name")),
                Kind.valueOf(row.getString("kind")),
                settings,
                row.getTimestamp("created_at").toInstant(),
                row.getInt("version"));
    }

    private Set<Topic> topics(String stored) {
        return Arrays.stream(json.readValue(stored, Topic[].class)).collect(Collectors.toSet());
    }
}
