package io.gauntlet.routing;

import io.gauntlet.vault.Vault;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One sealed secret of a routing. */
@Entity
@Table(name = "routing_secret")
class RoutingSecretEntity {

    @Id
    private UUID id;

    @Column(name = "routing_id")
    private UUID routingId;

    @Column(name = "file_name")
    private String fileName;

    private byte[] sealed;
    private String hint;

    @Version
    private @Nullable Integer version;

    @SuppressWarnings("NullAway.Init")
    protected RoutingSecretEntity() {}

    RoutingSecretEntity(UUID id, UUID routingId, String fileName, byte[] sealed, String hint) {
        this.id = id;
        this.routingId = routingId;
        this.fileName = fileName;
        this.sealed = sealed.clone();
        this.hint = hint;
    }

    static Vault.Place place(UUID id) {
        return new Vault.Place("routing_secret", "sealed", id);
    }

    UUID id() {
        return id;
    }

    UUID routingId() {
        return routingId;
    }

    String fileName() {
        return fileName;
    }

    byte[] sealed() {
        return sealed.clone();
    }

    String hint() {
        return hint;
    }
}
