package io.gauntlet.stack;

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

@Entity
@Table(name = "profile")
class ProfileEntity {

    @Id
    private UUID id;

    private String name;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> settings;

    @Column(name = "settings_version")
    private int settingsVersion;

    @Version
    private @Nullable Integer version;

    @SuppressWarnings("NullAway.Init")
    protected ProfileEntity() {}

    ProfileEntity(UUID id, String name, Map<String, Object> settings) {
        this.id = id;
        this.name = name;
        this.settings = new TreeMap<>(settings);
        this.settingsVersion = Defaults.SETTINGS_VERSION;
    }

    void settle(Map<String, Object> changed) {
        settings = new TreeMap<>(changed);
        settingsVersion = Defaults.SETTINGS_VERSION;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    Map<String, Object> settings() {
        return settings;
    }

    int version() {
        return version == null ? 0 : version;
    }
}
