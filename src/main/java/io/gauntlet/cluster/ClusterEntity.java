package io.gauntlet.cluster;

import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ResourceName;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "cluster")
class ClusterEntity {

    @Id
    private UUID id;

    private String name;

    private String displayName;

    private String namespace;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, String> labels;

    private String apiServer;

    private @Nullable String certificateAuthority;

    private @Nullable String tlsServerName;

    @Enumerated(EnumType.STRING)
    private Cluster.State state;

    private @Nullable String kubernetesVersion;

    @SuppressWarnings("UnusedVariable") // kept for who looks at the table
    private @Nullable Instant checkedAt;

    @Column(updatable = false)
    private boolean sandbox;

    @Column(updatable = false)
    private Instant createdAt;

    @Version
    private @Nullable Integer version;

    @SuppressWarnings("NullAway.Init")
    protected ClusterEntity() {}

    ClusterEntity(
            UUID id, ResourceName name, ResourceName namespace, boolean sandbox, ClusterAccess access, Instant now) {
        this.id = id;
        this.name = name.value();
        this.displayName = name.value();
        this.namespace = namespace.value();
        this.labels = new TreeMap<>();
        this.state = Cluster.State.ACTIVE;
        this.sandbox = sandbox;
        this.createdAt = now;
        this.apiServer = access.apiServer();
        this.certificateAuthority = access.certificateAuthority().orElse(null);
        this.tlsServerName = access.tlsServerName().orElse(null);
    }

    void describe(@Nullable String newDisplayName, @Nullable LabelSet newLabels) {
        if (newDisplayName != null) {
            displayName = newDisplayName.isBlank() ? name : newDisplayName.strip();
        }
        if (newLabels != null) {
            labels = new TreeMap<>(newLabels.values());
        }
    }

    /** A new address without credentials: those of the old one are not sent to it. */
    void moveTo(String address) {
        apiServer = address;
        certificateAuthority = null;
        tlsServerName = null;
        kubernetesVersion = null;
        if (state != Cluster.State.DISABLED) {
            state = Cluster.State.CREDENTIALS_MISSING;
        }
    }

    void reachBy(ClusterAccess access) {
        apiServer = access.apiServer();
        certificateAuthority = access.certificateAuthority().orElse(null);
        tlsServerName = access.tlsServerName().orElse(null);
        if (state == Cluster.State.CREDENTIALS_MISSING) {
            state = Cluster.State.ACTIVE;
        }
    }

    void enable(boolean enabled) {
        if (!enabled) {
            state = Cluster.State.DISABLED;
        } else if (state == Cluster.State.DISABLED) {
            state = Cluster.State.ACTIVE;
        }
    }

    boolean isDisabled() {
        return state == Cluster.State.DISABLED;
    }

    void retire() {
        state = Cluster.State.RETIRED;
    }

    /** Whether the version is news. */
    boolean observe(String newVersion, Instant now) {
        checkedAt = now;
        var changed = !newVersion.equals(kubernetesVersion);
        kubernetesVersion = newVersion;
        return changed;
    }

    UUID id() {
        return id;
    }

    String apiServer() {
        return apiServer;
    }

    Optional<String> certificateAuthority() {
        return Optional.ofNullable(certificateAuthority);
    }

    Optional<String> tlsServerName() {
        return Optional.ofNullable(tlsServerName);
    }

    int version() {
        return version == null ? 0 : version;
    }

    Cluster toCluster() {
        return new Cluster(
                new ClusterId(id),
                new ResourceName(name),
                displayName,
                new ResourceName(namespace),
                LabelSet.of(labels),
                apiServer,
                state,
                Optional.ofNullable(kubernetesVersion),
                sandbox,
                createdAt,
                version());
    }
}
