package io.gauntlet.delivery;

import io.gauntlet.delivery.History.Applied;
import io.gauntlet.delivery.History.Claim;
import io.gauntlet.delivery.History.Entry;
import io.gauntlet.delivery.History.Planned;
import io.gauntlet.delivery.History.Target;
import io.gauntlet.kernel.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Reads what a database with {@link HistoryTables} knows. */
final class HistoryReader {

    private final JdbcClient jdbc;
    private final BlobStore blobs;

    HistoryReader(DeliveryHarness harness) {
        jdbc = harness.jdbc;
        var fingerprints = new Fingerprints(jdbc, harness.vault, harness.ids);
        blobs = new BlobStore(
                jdbc, new NamedParameterJdbcTemplate(harness.source), harness.vault, fingerprints, harness.ids);
    }

    /** The history of these clusters; {@code logs} are what processes have printed. */
    History read(Set<String> clusters, List<WireWrite> writes, List<String> logs, Set<UUID> acknowledged) {
        var texts = new ArrayList<>(logs);
        texts.addAll(strings("select content::text from rollout_event"));
        texts.addAll(strings("select message from rollout_object"));
        texts.addAll(strings("select message from rollout_target"));
        texts.addAll(strings("select message from plan_object"));
        texts.addAll(strings("select diff from plan_diff"));
        var mine = writes.stream()
                .filter(write -> clusters.contains(write.cluster()))
                .toList();
        return new History(mine, targets(clusters), applied(clusters), trail(), texts, acknowledged);
    }

    private List<String> strings(String sql) {
        return jdbc.sql(sql).query(HistoryReader::text).list();
    }

    private static String text(ResultSet row, int number) throws SQLException {
        return Objects.requireNonNullElse(row.getString(1), "");
    }

    private List<Target> targets(Set<String> clusters) {
        return jdbc
                .sql("""
                select t.*, r.status as rollout_status, r.verify, v.number from rollout_target t
                join rollout r on r.id = t.rollout_id join revision v on v.id = t.revision_id
                where t.name = any (:names) order by v.number, t.id""")
                .param("names", clusters.toArray(String[]::new))
                .query((row, number) -> new Target(
                        Rows.uuid(row, "id"),
                        Rows.uuid(row, "rollout_id"),
                        row.getString("name"),
                        row.getInt("number"),
                        row.getString("status"),
                        row.getString("lease_owner") != null,
                        row.getBoolean("verify"),
                        row.getString("rollout_status"),
                        List.of(),
                        List.of(),
                        List.of()))
                .list()
                .stream()
                .map(this::complete)
                .toList();
    }

    private Target complete(Target target) {
        return new Target(
                target.id(),
                target.rolloutId(),
                target.cluster(),
                target.revision(),
                target.status(),
                target.leased(),
                target.verify(),
                target.rollout(),
                objects(target.id()),
                claims(target.id()),
                jdbc.sql("select state from rollout_proof where target_id = :id")
                        .param("id", target.id())
                        .query(HistoryReader::text)
                        .list());
    }

    private record Row(
            String ref, int step, String action, Optional<Digest> digest, long seen, String outcome, int position) {}

    private List<Planned> objects(UUID target) {
        var rows = jdbc.sql("select * from rollout_object where target_id = :id order by position")
                .param("id", target)
                .query((row, number) -> new Row(
                        row.getString("ref"),
                        row.getInt("step"),
                        row.getString("action"),
                        Rows.optionalText(row, "digest").map(Digest::new),
                        Rows.optionalText(row, "live_version")
                                .map(Long::parseLong)
                                .orElse(0L),
                        Rows.optionalText(row, "outcome").orElse(""),
                        row.getInt("position")))
                .list();
        Map<Digest, byte[]> bytes =
                blobs.get(rows.stream().flatMap(row -> row.digest().stream()).collect(Collectors.toSet()));
        return rows.stream()
                .map(row -> new Planned(
                        Refs.decode(row.ref()).path(),
                        row.step(),
                        row.action(),
                        row.digest().map(digest -> content(bytes, digest)),
                        row.seen(),
                        row.outcome(),
                        outcomes(target, row.position())))
                .toList();
    }

    private static JsonNode content(Map<Digest, byte[]> bytes, Digest digest) {
        var json = bytes.get(digest);
        if (json == null) {
            throw new IllegalStateException("the bytes " + digest + " are not stored");
        }
        return Json.read(json);
    }

    private List<String> outcomes(UUID target, int position) {
        return jdbc.sql("""
                select outcome from history_outcome where target_id = :id and position = :position order by seq""")
                .param("id", target)
                .param("position", position)
                .query(HistoryReader::text)
                .list();
    }

    private List<Claim> claims(UUID target) {
        return jdbc.sql("select epoch, owner from history_claim where target_id = :id order by seq")
                .param("id", target)
                .query((row, number) -> new Claim(row.getLong("epoch"), row.getString("owner")))
                .list();
    }

    private List<Applied> applied(Set<String> clusters) {
        return jdbc
                .sql("""
                select (select min(t.name) from rollout_target t where t.cluster_id = a.cluster_id) as name, a.number
                from history_applied a order by a.seq""")
                .query((row, number) -> new Applied(String.valueOf(row.getString("name")), row.getInt("number")))
                .list()
                .stream()
                .filter(applied -> clusters.contains(applied.cluster()))
                .toList();
    }

    private List<Entry> trail() {
        return jdbc.sql("select action, subject from history_trail order by seq")
                .query((row, number) -> new Entry(row.getString("action"), row.getString("subject")))
                .list();
    }
}
