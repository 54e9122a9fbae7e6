package io.gauntlet.bucket;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.PromDuration;
import io.gauntlet.kernel.ResourceName;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
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
@Table(name = "bucket")
class BucketEntity {

    @Id
    private UUID id;

    private String name;
    private String type;
    private String identity;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> settings;

    private String prefix;

    @Column(name = "retention_raw")
    private long retentionRaw;

    @Column(name = "retention_5m")
    private long retentionFiveMinutes;

    @Column(name = "retention_1h")
    private long retentionOneHour;

    private @Nullable UUID compactor;

    @Column(name = "pending_compactor")
    private @Nullable UUID pendingCompactor;

    /** Counts changes of the sealed rows, so that they raise the version too. */
    @Column(name = "secret_generation")
    private int secretGeneration;

    @Column(name = "created_at")
    private Instant createdAt;

    @Version
    private @Nullable Integer version;

    @SuppressWarnings("NullAway.Init")
    protected BucketEntity() {}

    BucketEntity(UUID id, String name, CheckedBucket checked, Retention retention, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.type = checked.type();
        this.prefix = checked.prefix();
        this.identity = checked.identity();
        this.settings = new TreeMap<>(checked.settings());
        this.createdAt = createdAt;
        retain(retention);
    }

    void configure(CheckedBucket checked) {
        identity = checked.identity();
        settings = new TreeMap<>(checked.settings());
    }

    void secretsReplaced() {
        secretGeneration++;
    }

    final void retain(Retention retention) {
        retentionRaw = retention.raw().millis();
        retentionFiveMinutes = retention.fiveMinutes().millis();
        retentionOneHour = retention.oneHour().millis();
    }

    /** Takes effect at once when nobody compacts; else the new owner waits until the present one has stopped. */
    void assignCompactor(@Nullable UUID cluster) {
        if (compactor == null || cluster == null || compactor.equals(cluster)) {
            compactor = cluster;
            pendingCompactor = null;
        } else {
            pendingCompactor = cluster;
        }
    }

    /** Whether the stop was waited for. */
    boolean compactorStopped(UUID cluster) {
        if (!cluster.equals(compactor) || pendingCompactor == null) {
            return false;
        }
        compactor = pendingCompactor;
        pendingCompactor = null;
        return true;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    String type() {
        return type;
    }

    String prefix() {
        return prefix;
    }

    Map<String, Object> settings() {
        return settings;
    }

    @Nullable
    UUID compactor() {
        return compactor;
    }

    int version() {
        return version == null ? 0 : version;
    }

    Bucket toBucket(Map<String, String> hints) {
        return new Bucket(
                new BucketId(id),
                new ResourceName(name),
                type,
                identity,
                Map.copyOf(settings),
                Map.copyOf(hints),
                prefix,
                new Retention(
                        new PromDuration(retentionRaw),
                        new PromDuration(retentionFiveMinutes),
                        new PromDuration(retentionOneHour)),
                Optional.ofNullable(compactor).map(ClusterId::new),
                Optional.ofNullable(pendingCompactor).map(ClusterId::new),
                createdAt,
                version());
    }
}
