package io.gauntlet.routing;

import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.Secret;
import io.gauntlet.vault.Vault;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Seals and opens the secrets of routings; called inside the transactions of {@link RoutingStore}. */
@Component
class RoutingSecrets {

    private final RoutingSecretRepository rows;
    private final Vault vault;
    private final Ids ids;

    RoutingSecrets(RoutingSecretRepository rows, Vault vault, Ids ids) {
        this.rows = rows;
        this.vault = vault;
        this.ids = ids;
    }

    /** Afterwards the kept ones and the given ones are stored, nothing else. */
    void replace(UUID routing, Map<String, Secret> given, Set<String> kept) {
        for (var row : rows.findByRoutingIdIn(List.of(routing))) {
            if (!kept.contains(row.fileName()) || given.containsKey(row.fileName())) {
                rows.delete(row);
            }
        }
        rows.flush();
        given.forEach((name, secret) -> {
            var id = ids.next();
            var sealed = vault.seal(secret, RoutingSecretEntity.place(id));
            rows.save(new RoutingSecretEntity(id, routing, name, sealed, secret.hint()));
        });
        rows.flush();
    }

    Map<String, String> hints(UUID routing) {
        return hints(List.of(routing)).getOrDefault(routing, Map.of());
    }

    Map<UUID, Map<String, String>> hints(Collection<UUID> routings) {
        var result = new HashMap<UUID, Map<String, String>>();
        for (var row : rows.findByRoutingIdIn(routings)) {
            result.computeIfAbsent(row.routingId(), id -> new TreeMap<>()).put(row.fileName(), row.hint());
        }
        return result;
    }

    Map<UUID, Map<String, Secret>> open(Collection<UUID> routings) {
        var result = new HashMap<UUID, Map<String, Secret>>();
        for (var row : rows.findByRoutingIdIn(routings)) {
            result.computeIfAbsent(row.routingId(), id -> new TreeMap<>())
                    .put(row.fileName(), vault.open(row.sealed(), RoutingSecretEntity.place(row.id())));
        }
        return result;
    }
}
