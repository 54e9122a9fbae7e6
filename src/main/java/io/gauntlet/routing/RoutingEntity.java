package io.gauntlet.routing;

import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "routing")
class RoutingEntity {

    @Id
    private UUID id;

    private String name;
    private String selector;
    private int position;
    private String yaml;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<String> warnings;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Version
    private @Nullable Integer version;

    @SuppressWarnings("NullAway.Init")
    protected RoutingEntity() {}

    RoutingEntity(UUID id, String name, Instant now) {
        this.id = id;
        this.name = name;
        this.updatedAt = now;
        this.selector = "";
        this.yaml = "";
        this.warnings = List.of();
    }

    void target(LabelSelector where, int newPosition) {
        selector = where.toString();
        position = newPosition;
    }

    void rewrite(String newYaml, List<String> newWarnings) {
        yaml = newYaml;
        warnings = List.copyOf(newWarnings);
    }

    void touched(Instant now) {
        updatedAt = now;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    LabelSelector selector() {
        return LabelSelector.parse(selector);
    }

    int position() {
        return position;
    }

    String yaml() {
        return yaml;
    }

    int version() {
        return version == null ? 0 : version;
    }

    Routing toRouting(Map<String, String> hints) {
        return new Routing(
                new RoutingId(id),
                new ResourceName(name),
                selector(),
                position,
                yaml,
                Map.copyOf(hints),
                List.copyOf(warnings),
                updatedAt,
                version());
    }
}
