package io.gauntlet.routing;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterConfigChanged;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
class RoutingStore implements Routings {

    private final RoutingRepository routings;
    private final RoutingSecrets secrets;
    private final Clusters clusters;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;

    RoutingStore(
            RoutingRepository routings,
            RoutingSecrets secrets,
            Clusters clusters,
            ApplicationEventPublisher events,
            Ids ids,
            Clock clock) {
        this.routings = routings;
        this.secrets = secrets;
        this.clusters = clusters;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    @Transactional
    public Routing add(AddRouting command) {
        var name = new ResourceName(command.name());
        if (routings.findByName(name.value()).isPresent()) {
            throw taken(name.value());
        }
        var extraction = extract(command.yaml(), Set.of());
        var routing = new RoutingEntity(ids.next(), name.value(), clock.instant());
        routing.target(command.selector(), command.position());
        routing.rewrite(extraction.text(), RoutingWarnings.of(CheckedConfig.of(extraction.text())));
        var saved = save(routing);
        secrets.replace(saved.id(), extraction.secrets(), Set.of());
        events.publishEvent(new RoutingAudit("routing.added", saved.name(), details(saved)));
        publishChange(matching(saved.selector()), "routing '" + saved.name() + "' added");
        return snapshot(saved);
    }

    @Override
    public Routing get(RoutingId id) {
        return snapshot(entity(id));
    }

    @Override
    public Routing get(ResourceName name) {
        return find(name).orElseThrow(() -> new DomainException.NotFound("routing", name));
    }

    @Override
    public Optional<Routing> find(ResourceName name) {
        return routings.findByName(name.value()).map(this::snapshot);
    }

    @Override
    public Page<Routing> page(@Nullable String after, int limit) {
        var rows = routings.findByNameGreaterThanOrderByName(after == null ? "" : after, Limit.of(limit + 1));
        var hints = secrets.hints(rows.stream().map(RoutingEntity::id).toList());
        return Page.cut(rows, limit, RoutingEntity::name)
                .map(row -> row.toRouting(hints.getOrDefault(row.id(), Map.of())));
    }

    @Override
    public RoutingOutline outline(Routing routing) {
        return RoutingOutline.of(CheckedConfig.of(routing.yaml()).config());
    }

    @Override
    @Transactional
    public Routing edit(EditRouting command) {
        var routing = entity(command.id());
        EntityTag.requireMatch(command.version(), routing.version(), "routing", routing.name());
        var affected = matching(routing.selector());
        if (command.yaml() != null) {
            rewrite(routing, command.yaml());
        }
        routing.target(
                Objects.requireNonNullElse(command.selector(), routing.selector()),
                Objects.requireNonNullElse(command.position(), routing.position()));
        routing.touched(clock.instant());
        var saved = save(routing);
        affected.addAll(matching(saved.selector()));
        events.publishEvent(new RoutingAudit("routing.changed", saved.name(), details(saved)));
        publishChange(affected, "routing '" + saved.name() + "' changed");
        return snapshot(saved);
    }

    @Override
    @Transactional
    public void remove(RoutingId id, int version) {
        var routing = entity(id);
        EntityTag.requireMatch(version, routing.version(), "routing", routing.name());
        routings.delete(routing);
        routings.flush();
        events.publishEvent(new RoutingAudit("routing.removed", routing.name(), Map.of()));
        publishChange(matching(routing.selector()), "routing '" + routing.name() + "' removed");
    }

    @Override
    public Optional<AlertmanagerConfig> forCluster(LabelSet clusterLabels) {
        var key = new ClusterId(new UUID(0, 0));
        return Optional.ofNullable(forClusters(Map.of(key, clusterLabels)).get(key));
    }

    @Override
    public Map<ClusterId, AlertmanagerConfig> forClusters(Map<ClusterId, LabelSet> clusterLabels) {
        var chosen = new HashMap<ClusterId, RoutingEntity>();
        var ordered = new ArrayList<Map.Entry<LabelSelector, RoutingEntity>>();
        routings.findAllByOrderByPositionAscNameAsc().forEach(row -> ordered.add(Map.entry(row.selector(), row)));
        clusterLabels.forEach((cluster, labels) -> ordered.stream()
                .filter(entry -> entry.getKey().matches(labels))
                .findFirst()
                .ifPresent(entry -> chosen.put(cluster, entry.getValue())));
        var opened = secrets.open(
                chosen.values().stream().map(RoutingEntity::id).collect(Collectors.toSet()));
        var configs = new HashMap<UUID, AlertmanagerConfig>();
        var result = new HashMap<ClusterId, AlertmanagerConfig>();
        chosen.forEach((cluster, row) -> result.put(
                cluster,
                configs.computeIfAbsent(
                        row.id(),
                        id -> new AlertmanagerConfig(
                                new RoutingId(id), row.yaml(), opened.getOrDefault(id, Map.of())))));
        return result;
    }

    private void rewrite(RoutingEntity routing, String yaml) {
        var stored = secrets.hints(routing.id()).keySet();
        var extraction = extract(yaml, stored);
        var after = CheckedConfig.of(extraction.text());
        var kept = KeptSecrets.of(
                CheckedConfig.of(routing.yaml()), after, extraction.secrets().keySet());
        var problems = new ArrayList<FieldProblem>();
        for (var file : after.files()) {
            var name = SecretExtraction.fileName(file.path());
            if (stored.contains(name) && !kept.contains(name) && !extraction.secrets().containsKey(name)) {
                problems.add(new FieldProblem(
                        file.at(),
                        "An address beside this secret changed, so the stored secret was not taken along.",
                        "Enter the secret again as " + file.key().substring(0, file.key().length() - 5) + "."));
            }
        }
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        routing.rewrite(extraction.text(), RoutingWarnings.of(after));
        secrets.replace(routing.id(), extraction.secrets(), kept);
    }

    /** The text without secrets; every file of the secret directory that it names is stored or was just taken out. */
    private static SecretExtraction extract(String yaml, Set<String> stored) {
        var extraction = SecretExtraction.of(CheckedConfig.of(yaml).required());
        var problems = new ArrayList<FieldProblem>();
        for (var file : CheckedConfig.of(extraction.text()).required().files()) {
            var name = SecretExtraction.fileName(file.path());
            if (!name.isEmpty() && !stored.contains(name) && !extraction.secrets().containsKey(name)) {
                problems.add(new FieldProblem(
                        file.at(),
                        "No secret is stored under this name.",
                        "Enter the secret itself as " + file.key().substring(0, file.key().length() - 5) + "."));
            }
        }
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        return extraction;
    }

    private RoutingEntity save(RoutingEntity routing) {
        try {
            return routings.saveAndFlush(routing);
        } catch (DataIntegrityViolationException taken) {
            throw taken(routing.name());
        }
    }

    private static DomainException.Conflict taken(String name) {
        return new DomainException.Conflict(
                "There is a routing '" + name + "' already.",
                List.of(new FieldProblem("name", "The name is taken.", "Choose another name.")));
    }

    private RoutingEntity entity(RoutingId id) {
        return routings.findById(id.value()).orElseThrow(() -> new DomainException.NotFound("routing", id));
    }

    private Set<ClusterId> matching(LabelSelector selector) {
        return clusters.matching(selector).stream().map(Cluster::id).collect(Collectors.toCollection(HashSet::new));
    }

    private void publishChange(Set<ClusterId> affected, String cause) {
        if (!affected.isEmpty()) {
            events.publishEvent(new ClusterConfigChanged(affected, cause));
        }
    }

    private static Map<String, String> details(RoutingEntity routing) {
        return Map.of(
                "selector", routing.selector().toString(), "position", Integer.toString(routing.position()));
    }

    private Routing snapshot(RoutingEntity row) {
        return row.toRouting(secrets.hints(row.id()));
    }
}
