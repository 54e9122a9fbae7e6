package io.gauntlet.routing;

import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
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

    private Instant updatedAt;

    @Version
    private @Nullable Integer version;

    @SuppressWarnings("NullAway.Init")
    protected RoutingEntity() {}

    RoutingEntity(UUID id, ResourceName name, LabelSelector selector, int position, Instant now) {
        this.id = id;
        this.name = name.value();
        this.selector = selector.toString();
        this.position = position;
        this.yaml = "";
        this.warnings = List.of();
        this.updatedAt = now;
    }

    void target(@Nullable LabelSelector newSelector, @Nullable Integer newPosition, Instant now) {
        selector = newSelector == null ? selector : newSelector.toString();
        position = newPosition == null ? position : newPosition;
        updatedAt = now;
    }

    void configure(String newYaml, List<String> newWarnings, Instant now) {
        yaml = newYaml;
        warnings = List.copyOf(newWarnings);
        updatedAt = now;
    }

    UUID id() {
        return id;
    }

    String yaml() {
        return yaml;
    }

    LabelSelector selector() {
        return LabelSelector.parse(selector);
    }

    Routing toRouting(Map<String, String> secretHints) {
        return new Routing(
                new RoutingId(id),
                new ResourceName(name),
                selector(),
                position,
                yaml,
                secretHints,
                warnings,
                updatedAt,
                version == null ? 0 : version);
    }
}
