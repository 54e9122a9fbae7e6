package io.gauntlet.rule;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One rule of a group, for searching. */
@Entity
@SuppressWarnings("UnusedVariable") // the search reads them in the database
@Table(name = "rule")
class RuleEntity {

    @Id
    private UUID id;

    @Column(name = "group_id")
    private UUID groupId;

    private int position;
    private boolean alert;
    private String name;
    private String expr;

    @Version
    private @Nullable Integer version;

    @SuppressWarnings("NullAway.Init")
    protected RuleEntity() {}

    RuleEntity(UUID id, UUID groupId, int position, RuleGroup.Rule rule) {
        this.id = id;
        this.groupId = groupId;
        this.position = position;
        this.alert = rule.alert().isPresent();
        this.name = rule.alert().or(rule::record).orElse("");
        this.expr = rule.expr();
    }
}
