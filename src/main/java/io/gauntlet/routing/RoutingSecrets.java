package io.gauntlet.routing;

import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.Secret;
import io.gauntlet.vault.Vault;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The secrets of routings, sealed, by file name. */
@Component
class RoutingSecrets {

    private static final int MARK = 8;

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Ids ids;

    RoutingSecrets(JdbcClient jdbc, Vault vault, Ids ids) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.ids = ids;
    }

    Map<String, String> hints(UUID routing) {
        var hints = new TreeMap<String, String>();
        jdbc.sql("SELECT file_name, hint FROM routing_secret WHERE routing_id = ?")
                .param(routing)
                .query((row, index) -> hints.put(row.getString("file_name"), row.getString("hint")))
                .list();
        return hints;
    }

    /** What tells one value of a secret from the next without saying anything about it but the end that pages show. */
    Map<String, String> marks(UUID routing) {
        var marks = new TreeMap<String, String>();
        jdbc.sql("SELECT id, file_name, hint FROM routing_secret WHERE routing_id = ?")
                .param(routing)
                .query((row, index) -> {
                    var id = row.getString("id");
                    return marks.put(
                            row.getString("file_name"),
                            row.getString("hint") + " #" + id.substring(id.length() - MARK));
                })
                .list();
        return marks;
    }

    Map<String, Secret> open(UUID routing) {
        var secrets = new TreeMap<String, Secret>();
        jdbc.sql("SELECT id, file_name, sealed FROM routing_secret WHERE routing_id = ?")
                .param(routing)
                .query((row, index) -> secrets.put(
                        row.getString("file_name"),
                        vault.open(row.getBytes("sealed"), place(row.getObject("id", UUID.class)))))
                .list();
        return secrets;
    }

    /** Stores new secrets and forgets those that nothing refers to any more. */
    void replace(UUID routing, Map<String, Secret> taken, Set<String> kept) {
        for (var file : hints(routing).keySet()) {
            if (!kept.contains(file) || taken.containsKey(file)) {
                jdbc.sql("DELETE FROM routing_secret WHERE routing_id = ? AND file_name = ?")
                        .params(routing, file)
                        .update();
            }
        }
        taken.forEach((file, secret) -> {
            var id = ids.next();
            jdbc.sql("INSERT INTO routing_secret (id, routing_id, file_name, sealed, hint) VALUES (?, ?, ?, ?, ?)")
                    .params(id, routing, file, vault.seal(secret, place(id)), secret.hint())
                    .update();
        });
    }

    private static Vault.Place place(UUID row) {
        return new Vault.Place("routing_secret", "sealed", row);
    }
}
