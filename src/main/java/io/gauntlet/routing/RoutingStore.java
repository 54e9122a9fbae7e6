package io.gauntlet.routing;

import io.gauntlet.change.ChangeLog;
import io.gauntlet.change.DocumentChange;
import io.gauntlet.change.DocumentChange.Named;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
class RoutingStore implements Routings {

    private final RoutingRepository repository;
    private final RoutingSecrets secrets;
    private final Clusters clusters;
    private final ApplicationEventPublisher events;
    private final ChangeLog changes;
    private final Ids ids;
    private final Clock clock;

    RoutingStore(
            RoutingRepository repository,
            RoutingSecrets secrets,
            Clusters clusters,
            RoutingAnnouncements announcements,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.secrets = secrets;
        this.clusters = clusters;
        this.events = announcements.events();
        this.changes = announcements.changes();
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Preview preview(String yaml) {
        try {
            var extraction = SecretExtraction.of(CheckedConfig.of(yaml).required());
            var config = extraction.config().required();
            return new Preview(
                    extraction.text(),
                    List.copyOf(extraction.secrets().keySet()),
                    RoutingWarnings.of(config),
                    List.of());
        } catch (DomainException.Invalid refused) {
            return new Preview("", List.of(), List.of(), refused.problems());
        }
    }

    @Override
    public Routing add(AddRouting command) {
        var name = new ResourceName(command.name());
        if (repository.findByName(name.value()).isPresent()) {
            throw new DomainException.Conflict(
                    "The name '" + name + "' is taken.",
                    List.of(new FieldProblem("name", "It is taken.", "Choose another one.")));
        }
        var entity = new RoutingEntity(ids.next(), name, command.selector(), command.position(), clock.instant());
        repository.saveAndFlush(entity);
        configure(entity, command.yaml());
        published(entity, "routing.added");
        record(
                entity,
                clusters.matching(command.selector()),
                DocumentChange.added(RoutingDocuments.KIND, named(entity)));
        return snapshot(entity);
    }

    @Override
    @Transactional(readOnly = true)
    public Routing get(RoutingId id) {
        return snapshot(entity(id));
    }

    @Override
    @Transactional(readOnly = true)
    public Routing get(ResourceName name) {
        return find(name).orElseThrow(() -> new DomainException.NotFound("routing", name));
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Routing> find(ResourceName name) {
        return repository.findByName(name.value()).map(this::snapshot);
    }

    @Override
    @Transactional(readOnly = true)
    public Page<Routing> page(@Nullable String after, int limit) {
        var rows = repository.findPage(after == null ? "" : after, Limit.of(limit + 1));
        return Page.cut(
                rows.stream().map(this::snapshot).toList(),
                limit,
                routing -> routing.name().value());
    }

    @Override
    public Routing edit(EditRouting command) {
        var entity = entity(command.id());
        requireVersion(entity, command.version());
        var before = named(entity);
        var affected = new HashSet<>(clusters.matching(entity.selector()));
        entity.target(command.selector(), command.position(), clock.instant());
        if (command.yaml() != null) {
            configure(entity, command.yaml());
        }
        affected.addAll(clusters.matching(entity.selector()));
        published(entity, "routing.edited");
        record(entity, affected, DocumentChange.edited(RoutingDocuments.KIND, before, named(entity)));
        return snapshot(entity);
    }

    @Override
    public void remove(RoutingId id, int version) {
        var entity = entity(id);
        requireVersion(entity, version);
        var affected = clusters.matching(entity.selector());
        published(entity, "routing.removed");
        record(entity, affected, DocumentChange.removed(RoutingDocuments.KIND, named(entity)));
        repository.delete(entity);
        repository.flush();
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<AlertmanagerConfig> forCluster(LabelSet clusterLabels) {
        return choose(repository.findAllByOrderByPositionAscNameAsc(), clusterLabels)
                .map(this::config);
    }

    @Override
    @Transactional(readOnly = true)
    public Map<ClusterId, AlertmanagerConfig> forClusters(Map<ClusterId, LabelSet> clusterLabels) {
        var all = repository.findAllByOrderByPositionAscNameAsc();
        var opened = new HashMap<RoutingEntity, AlertmanagerConfig>();
        var chosen = new HashMap<ClusterId, AlertmanagerConfig>();
        clusterLabels.forEach((cluster, labels) -> choose(all, labels)
                .ifPresent(routing -> chosen.put(cluster, opened.computeIfAbsent(routing, this::config))));
        return chosen;
    }

    private static void requireVersion(RoutingEntity entity, int expected) {
        // Neither version nor name depends on the secrets, so their table is not asked.
        var stored = entity.toRouting(Map.of());
        EntityTag.requireMatch(expected, stored.version(), "routing", stored.name());
    }

    private static Optional<RoutingEntity> choose(List<RoutingEntity> all, LabelSet labels) {
        return all.stream()
                .filter(routing -> routing.selector().matches(labels))
                .findFirst();
    }

    private AlertmanagerConfig config(RoutingEntity entity) {
        return SecretInsertion.render(new RoutingId(entity.id()), entity.yaml(), secrets.open(entity.id()));
    }

    private void configure(RoutingEntity entity, String yaml) {
        var extraction = SecretExtraction.of(CheckedConfig.of(yaml).required());
        var config = extraction.config().required();
        var fresh = extraction.secrets().keySet();
        var kept = entity.yaml().isEmpty()
                ? Set.<String>of()
                : KeptSecrets.of(CheckedConfig.of(entity.yaml()), config, fresh);
        requireKnown(entity, config, fresh, kept);
        secrets.replace(entity.id(), extraction.secrets(), kept);
        entity.configure(extraction.text(), RoutingWarnings.of(config), clock.instant());
        repository.flush();
    }

    /** Every file that is referred to has a secret, and none of them is sent to another address than before. */
    private void requireKnown(RoutingEntity entity, CheckedConfig config, Set<String> fresh, Set<String> kept) {
        var stored = secrets.hints(entity.id()).keySet();
        var problems = new ArrayList<FieldProblem>();
        for (var file : config.files()) {
            var name = SecretReference.name(file.path());
            if (!name.isEmpty() && !fresh.contains(name) && !(stored.contains(name) && kept.contains(name))) {
                problems.add(
                        new FieldProblem(
                                file.at(),
                                stored.contains(name)
                                        ? "An address beside the secret '" + name
                                                + "' changed, so the stored secret is not used for it."
                                        : "There is no stored secret '" + name + "'.",
                                "Write the secret itself under the key without _file, or in place of its placeholder; it is taken out and stored encrypted."));
            }
        }
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
    }

    private void published(RoutingEntity entity, String action) {
        events.publishEvent(new RoutingEvent(action, snapshot(entity).name().value()));
    }

    private void record(RoutingEntity entity, Collection<Cluster> affected, DocumentChange change) {
        Set<ClusterId> touched = affected.stream().map(Cluster::id).collect(Collectors.toSet());
        changes.record(touched, "routing '" + snapshot(entity).name() + "' changed", List.of(change));
    }

    private Named named(RoutingEntity entity) {
        return RoutingDocuments.of(snapshot(entity), secrets.marks(entity.id()));
    }

    private Routing snapshot(RoutingEntity entity) {
        return entity.toRouting(secrets.hints(entity.id()));
    }

    private RoutingEntity entity(RoutingId id) {
        return repository.findById(id.value()).orElseThrow(() -> new DomainException.NotFound("routing", id));
    }
}
