package io.gauntlet.rule;

import io.gauntlet.change.ChangeLog;
import io.gauntlet.change.DocumentChange;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.Page;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@Service
@Transactional(readOnly = true)
class RuleGroupStore implements RuleGroups {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<LinkedHashMap<String, Object>> DOCUMENT = new TypeReference<>() {};

    private final RuleGroupRepository groups;
    private final RuleRepository rules;
    private final Clusters clusters;
    private final ApplicationEventPublisher events;
    private final ChangeLog changes;
    private final Ids ids;
    private final Clock clock;

    RuleGroupStore(
            RuleGroupRepository groups,
            RuleRepository rules,
            Clusters clusters,
            RuleAnnouncements announcements,
            Ids ids,
            Clock clock) {
        this.groups = groups;
        this.rules = rules;
        this.clusters = clusters;
        this.events = announcements.events();
        this.changes = announcements.changes();
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Checked check(AddRuleGroup command) {
        try {
            var group = RuleReader.group(command.yaml(), command.evaluator());
            return new Checked(group.name(), group.document(), List.of());
        } catch (DomainException.Invalid refused) {
            return new Checked("", Map.of(), refused.problems());
        }
    }

    @Override
    public Optional<RuleGroup> find(String name) {
        return groups.findByNameIn(List.of(name)).stream().findFirst().map(RuleGroupStore::snapshot);
    }

    @Override
    @Transactional
    public RuleGroup add(AddRuleGroup command) {
        var checked = RuleReader.group(command.yaml(), command.evaluator());
        requireFree(List.of(checked), null);
        var saved = create(checked, command.evaluator(), command.selector(), command.enabled());
        var group = snapshot(saved);
        changes.record(
                saved.enabled() ? matching(command.selector()) : Set.of(),
                "rule group '" + saved.name() + "' added",
                List.of(added(group)));
        return group;
    }

    @Override
    @Transactional
    public List<RuleGroup> importFile(ImportRules command) {
        var checked = RuleReader.file(command.yaml(), command.evaluator());
        requireFree(checked, null);
        var result = new ArrayList<RuleGroup>();
        for (var group : checked) {
            result.add(snapshot(create(group, command.evaluator(), command.selector(), true)));
        }
        changes.record(
                matching(command.selector()),
                checked.size() + " rule groups imported",
                result.stream().map(RuleGroupStore::added).toList());
        return result;
    }

    @Override
    public RuleGroup get(RuleGroupId id) {
        return snapshot(entity(id));
    }

    @Override
    public Page<RuleGroup> page(RuleQuery query, @Nullable String after, int limit) {
        var rows = search(query, after, limit + 1);
        return Page.cut(rows.stream().map(RuleGroupStore::snapshot).toList(), limit, RuleGroup::name);
    }

    @Override
    public String yaml(RuleGroup group) {
        return RuleDocuments.write(group.document());
    }

    @Override
    public String export(RuleQuery query) {
        return RuleDocuments.writeFile(search(query, null, Integer.MAX_VALUE).stream()
                .map(RuleGroupStore::document)
                .toList());
    }

    @Override
    @Transactional
    public RuleGroup edit(EditRuleGroup command) {
        var group = entity(command.id());
        EntityTag.requireMatch(command.version(), group.version(), "rule group", group.name());
        var affected = group.enabled() ? matching(group.selector()) : Set.<ClusterId>of();
        var before = RuleGroupDocuments.of(snapshot(group));
        var evaluator = Objects.requireNonNullElse(command.evaluator(), group.evaluator());
        var text = command.yaml() == null ? RuleDocuments.write(document(group)) : command.yaml();
        // Checked again also without a new text: what the ruler takes, Prometheus may refuse.
        var checked = RuleReader.group(text, evaluator);
        requireFree(List.of(checked), group);
        group.target(
                evaluator,
                Objects.requireNonNullElse(command.selector(), group.selector()),
                Objects.requireNonNullElse(command.enabled(), group.enabled()));
        group.rewrite(checked.name(), json(checked.document()));
        group.touched(clock.instant());
        var saved = save(group, checked);
        events.publishEvent(new RuleAudit("rule-group.changed", saved.name(), details(saved)));
        if (saved.enabled()) {
            affected = union(affected, matching(saved.selector()));
        }
        var after = snapshot(saved);
        changes.record(
                affected,
                "rule group '" + saved.name() + "' changed",
                List.of(DocumentChange.edited(RuleGroupDocuments.KIND, before, RuleGroupDocuments.of(after))));
        return after;
    }

    @Override
    @Transactional
    public void remove(RuleGroupId id, int version) {
        var group = entity(id);
        EntityTag.requireMatch(version, group.version(), "rule group", group.name());
        rules.deleteOf(group.id());
        groups.delete(group);
        groups.flush();
        events.publishEvent(new RuleAudit("rule-group.removed", group.name(), Map.of()));
        changes.record(
                group.enabled() ? matching(group.selector()) : Set.of(),
                "rule group '" + group.name() + "' removed",
                List.of(DocumentChange.removed(RuleGroupDocuments.KIND, RuleGroupDocuments.of(snapshot(group)))));
    }

    @Override
    public List<RuleGroup> forCluster(LabelSet clusterLabels) {
        return enabled().stream()
                .filter(group -> group.selector().matches(clusterLabels))
                .toList();
    }

    @Override
    public List<RuleGroup> enabled() {
        return groups.findByEnabledTrueOrderByName().stream()
                .map(RuleGroupStore::snapshot)
                .toList();
    }

    private RuleGroupEntity create(
            CheckedGroup checked, RuleGroup.Evaluator evaluator, LabelSelector selector, boolean enabled) {
        var group = new RuleGroupEntity(ids.next(), checked.name(), json(checked.document()), clock.instant());
        group.target(evaluator, selector, enabled);
        var saved = save(group, checked);
        events.publishEvent(new RuleAudit("rule-group.added", saved.name(), details(saved)));
        return saved;
    }

    private RuleGroupEntity save(RuleGroupEntity group, CheckedGroup checked) {
        try {
            var saved = groups.saveAndFlush(group);
            rules.deleteOf(saved.id());
            var rows = new ArrayList<RuleEntity>();
            for (var rule : checked.rules()) {
                rows.add(new RuleEntity(ids.next(), saved.id(), rows.size(), rule));
            }
            rules.saveAllAndFlush(rows);
            return saved;
        } catch (DataIntegrityViolationException taken) {
            throw taken(Set.of(checked.name()));
        }
    }

    private void requireFree(List<CheckedGroup> checked, @Nullable RuleGroupEntity self) {
        var names = checked.stream().map(CheckedGroup::name).toList();
        var taken = groups.findByNameIn(names).stream()
                .filter(other -> self == null || !other.id().equals(self.id()))
                .map(RuleGroupEntity::name)
                .collect(Collectors.toSet());
        if (!taken.isEmpty()) {
            throw taken(taken);
        }
    }

    private static DomainException.Conflict taken(Set<String> names) {
        var list = String.join(", ", names.stream().sorted().limit(10).toList());
        return new DomainException.Conflict(
                "There is a rule group with the same name: " + list,
                List.of(new FieldProblem(
                        "name",
                        "The name is taken: " + list + ".",
                        "Rename the group, or edit the one that is there.")));
    }

    private List<RuleGroupEntity> search(RuleQuery query, @Nullable String after, int limit) {
        var text = query.text() == null ? "" : query.text().strip().toLowerCase(Locale.ROOT);
        var pattern = text.isEmpty() ? "" : "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
        return groups.search(
                pattern,
                query.evaluator() == null ? "" : query.evaluator().name(),
                query.enabled() == null ? "" : query.enabled().toString(),
                after == null ? "" : after,
                Limit.of(limit));
    }

    private RuleGroupEntity entity(RuleGroupId id) {
        return groups.findById(id.value()).orElseThrow(() -> new DomainException.NotFound("rule group", id));
    }

    private Set<ClusterId> matching(LabelSelector selector) {
        return clusters.matching(selector).stream().map(Cluster::id).collect(Collectors.toSet());
    }

    private static DocumentChange added(RuleGroup group) {
        return DocumentChange.added(RuleGroupDocuments.KIND, RuleGroupDocuments.of(group));
    }

    private static Set<ClusterId> union(Set<ClusterId> one, Set<ClusterId> other) {
        var all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    private static Map<String, String> details(RuleGroupEntity group) {
        return Map.of(
                "evaluator", group.evaluator().name(),
                "selector", group.selector().toString(),
                "enabled", Boolean.toString(group.enabled()));
    }

    private static String json(Map<String, Object> document) {
        return JSON.writeValueAsString(document);
    }

    private static Map<String, Object> document(RuleGroupEntity row) {
        return JSON.readValue(row.document(), DOCUMENT);
    }

    static RuleGroup snapshot(RuleGroupEntity row) {
        var document = document(row);
        return new RuleGroup(
                new RuleGroupId(row.id()),
                row.name(),
                row.evaluator(),
                row.selector(),
                row.enabled(),
                document,
                RuleDocuments.rules(document),
                row.updatedAt(),
                row.version());
    }
}
