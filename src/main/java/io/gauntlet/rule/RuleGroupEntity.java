package io.gauntlet.rule;

import io.gauntlet.kernel.LabelSelector;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "rule_group")
class RuleGroupEntity {

    @Id
    private UUID id;

    private String name;

    @Enumerated(EnumType.STRING)
    private RuleGroup.Evaluator evaluator;

    private String selector;
    private boolean enabled;
    private String document;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Version
    private @Nullable Integer version;

    @SuppressWarnings("NullAway.Init")
    protected RuleGroupEntity() {}

    RuleGroupEntity(UUID id, String name, String document, Instant now) {
        this.id = id;
        this.name = name;
        this.document = document;
        this.updatedAt = now;
        this.evaluator = RuleGroup.Evaluator.PROMETHEUS;
        this.selector = "";
    }

    void rewrite(String newName, String newDocument) {
        name = newName;
        document = newDocument;
    }

    void target(RuleGroup.Evaluator who, LabelSelector where, boolean on) {
        evaluator = who;
        selector = where.toString();
        enabled = on;
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

    RuleGroup.Evaluator evaluator() {
        return evaluator;
    }

    LabelSelector selector() {
        return LabelSelector.parse(selector);
    }

    boolean enabled() {
        return enabled;
    }

    String document() {
        return document;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    int version() {
        return version == null ? 0 : version;
    }
}
