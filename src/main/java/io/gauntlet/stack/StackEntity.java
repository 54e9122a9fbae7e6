package io.gauntlet.stack;

import io.gauntlet.kernel.LabelSet;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** The stack of one cluster: what differs from its profile. */
@Entity
@Table(name = "cluster_stack")
class StackEntity {

    @Id
    @Column(name = "cluster_id")
    private UUID clusterId;

    @Column(name = "api_server")
    private String apiServer;

    @Column(name = "profile_id")
    private UUID profileId;

    @Column(name = "bucket_id")
    private @Nullable UUID bucketId;

    @Column(name = "external_labels")
    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, String> externalLabels;

    @Column(name = "external_labels_text")
    private String externalLabelsText;

    @Column(name = "labels_fixed")
    private boolean labelsFixed;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> overrides;

    @Column(name = "settings_version")
    private int settingsVersion;

    @Version
    private @Nullable Integer version;

    @SuppressWarnings("NullAway.Init")
    protected StackEntity() {}

    StackEntity(UUID clusterId, String apiServer, UUID profileId, LabelSet labels, Map<String, Object> overrides) {
        this.clusterId = clusterId;
        this.apiServer = apiServer;
        this.profileId = profileId;
        this.overrides = new TreeMap<>(overrides);
        this.settingsVersion = Defaults.SETTINGS_VERSION;
        this.externalLabels = new TreeMap<>(labels.values());
        this.externalLabelsText = labels.canonical();
    }

    /** The stack as it would be, apart from the stored one, so that it can be checked first. */
    StackEntity changed(UUID profile, Map<String, Object> changedOverrides, LabelSet labels, @Nullable UUID bucket) {
        var copy = new StackEntity(clusterId, apiServer, profile, labels, changedOverrides);
        copy.bucketId = bucket;
        copy.labelsFixed = labelsFixed;
        copy.version = version;
        return copy;
    }

    void take(StackEntity changed) {
        profileId = changed.profileId;
        overrides = changed.overrides;
        settingsVersion = changed.settingsVersion;
        externalLabels = changed.externalLabels;
        externalLabelsText = changed.externalLabelsText;
        bucketId = changed.bucketId;
    }

    void leaveBucket() {
        bucketId = null;
    }

    void fixLabels() {
        labelsFixed = true;
    }

    UUID clusterId() {
        return clusterId;
    }

    String apiServer() {
        return apiServer;
    }

    UUID profileId() {
        return profileId;
    }

    @Nullable
    UUID bucketId() {
        return bucketId;
    }

    LabelSet externalLabels() {
        return LabelSet.of(externalLabels);
    }

    boolean labelsFixed() {
        return labelsFixed;
    }

    Map<String, Object> overrides() {
        return overrides;
    }

    /** Version as callers see it: 0 belongs to a stack without a row. */
    int publicVersion() {
        return version == null ? 0 : version + 1;
    }
}
