package io.gauntlet.cluster;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
class StoredClusters implements Clusters {

    private static final String DEFAULT_NAMESPACE = "monitoring";

    private final ClusterRepository repository;
    private final CredentialStore credentials;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;

    StoredClusters(
            ClusterRepository repository,
            CredentialStore credentials,
            ApplicationEventPublisher events,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.credentials = credentials;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Cluster register(RegisterCluster command) {
        var problems = new ArrayList<FieldProblem>();
        var namespaceText = command.namespace() == null || command.namespace().isBlank()
                ? DEFAULT_NAMESPACE
                : command.namespace().strip();
        ResourceName.problem("name", command.name()).ifPresent(problems::add);
        ResourceName.problem("namespace", namespaceText).ifPresent(problems::add);
        ClusterLabels.check(command.labels(), problems);
        ClusterLabels.checkDisplayName(command.displayName(), problems);
        var access = access(command.kubeconfig(), command.context(), problems);
        if (!problems.isEmpty() || access.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        var name = new ResourceName(command.name());
        var namespace = new ResourceName(namespaceText);
        requireFree(name, access.get().apiServer(), namespace);
        var entity = new ClusterEntity(ids.next(), name, namespace, command.sandbox(), access.get(), clock.instant());
        entity.describe(command.displayName(), command.labels());
        repository.saveAndFlush(entity);
        credentials.put(entity.id(), access.get().credentials());
        changed(entity, "cluster.registered", Map.of("apiServer", entity.apiServer(), "namespace", namespaceText));
        return entity.toCluster();
    }

    @Override
    @Transactional(readOnly = true)
    public Cluster get(ClusterId id) {
        return entity(id).toCluster();
    }

    @Override
    @Transactional(readOnly = true)
    public Cluster get(ResourceName name) {
        return find(name).orElseThrow(() -> new DomainException.NotFound("cluster", name));
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Cluster> find(ResourceName name) {
        return repository.findPresent(name.value()).map(ClusterEntity::toCluster);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Cluster> all() {
        return repository.findAllPresent().stream()
                .map(ClusterEntity::toCluster)
                .toList();
    }

    @Override
    @Transactional(readOnly = true)
    public int countEnabled(Collection<ClusterId> ids) {
        return repository.countEnabled(ids.stream().map(ClusterId::value).toArray(UUID[]::new));
    }

    @Override
    @Transactional(readOnly = true)
    public List<Cluster> matching(LabelSelector selector) {
        return all().stream()
                .filter(cluster -> selector.matches(cluster.labels()))
                .toList();
    }

    @Override
    @Transactional(readOnly = true)
    public Page<Cluster> page(@Nullable String query, LabelSelector selector, @Nullable String after, int limit) {
        var like = query == null
                ? ""
                : query.strip()
                        .toLowerCase(Locale.ROOT)
                        .replace("\\", "\\\\")
                        .replace("%", "\\%")
                        .replace("_", "\\_");
        var from = after == null ? "" : after;
        if (selector.requirements().isEmpty()) {
            var rows = repository.findPage(like, from, Limit.of(limit + 1));
            return Page.cut(
                    rows.stream().map(ClusterEntity::toCluster).toList(),
                    limit,
                    cluster -> cluster.name().value());
        }
        var rows = repository.findPage(like, from, Limit.unlimited()).stream()
                .map(ClusterEntity::toCluster)
                .filter(cluster -> selector.matches(cluster.labels()))
                .limit(limit + 1L)
                .toList();
        return Page.cut(rows, limit, cluster -> cluster.name().value());
    }

    @Override
    public Cluster edit(EditCluster command) {
        var entity = entity(command.id(), command.version());
        var problems = new ArrayList<FieldProblem>();
        if (command.labels() != null) {
            ClusterLabels.check(command.labels(), problems);
        }
        ClusterLabels.checkDisplayName(command.displayName(), problems);
        if (command.apiServer() != null) {
            KubeconfigEntries.address(command.apiServer()).ifPresent(problems::add);
        }
        var moves = command.apiServer() != null && !command.apiServer().equals(entity.apiServer());
        if (Boolean.TRUE.equals(command.enabled()) && entity.isDisabled() && (moves || !credentials.has(entity.id()))) {
            problems.add(new FieldProblem(
                    "enabled",
                    "The cluster has no credentials for its address, so it cannot be enabled.",
                    "Renew its credentials first, then enable it."));
        }
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        entity.describe(command.displayName(), command.labels());
        if (command.enabled() != null) {
            entity.enable(command.enabled());
        }
        if (command.apiServer() != null && moves) {
            entity.moveTo(command.apiServer());
            credentials.drop(entity.id());
        }
        repository.flush();
        changed(entity, "cluster.edited", Map.of());
        return entity.toCluster();
    }

    @Override
    public Cluster renewCredentials(RenewCredentials command) {
        var entity = entity(command.id(), command.version());
        var problems = new ArrayList<FieldProblem>();
        var access = access(command.kubeconfig(), command.context(), problems)
                .orElseThrow(() -> new DomainException.Invalid(problems));
        entity.reachBy(access);
        credentials.put(entity.id(), access.credentials());
        repository.flush();
        events.publishEvent(new ClusterEvent(
                command.id(),
                entity.toCluster().name().value(),
                "cluster.credentials-renewed",
                Map.of("apiServer", entity.apiServer())));
        return entity.toCluster();
    }

    @Override
    public void retire(ClusterId id, int version) {
        var entity = entity(id, version);
        entity.retire();
        credentials.drop(entity.id());
        repository.flush();
        changed(entity, "cluster.retired", Map.of());
    }

    @Override
    public void observedVersion(ClusterId id, String kubernetesVersion) {
        var entity = entity(id);
        var before = entity.toCluster().kubernetesVersion();
        if (entity.observe(kubernetesVersion, clock.instant()) && before.isPresent()) {
            events.publishEvent(new ClusterConfigChanged(Set.of(id), "Kubernetes is " + kubernetesVersion + " now"));
        }
    }

    private void changed(ClusterEntity entity, String action, Map<String, String> details) {
        var cluster = entity.toCluster();
        events.publishEvent(new ClusterEvent(cluster.id(), cluster.name().value(), action, details));
        events.publishEvent(new ClusterConfigChanged(Set.of(cluster.id()), action.replace('.', ' ')));
    }

    private static Optional<ClusterAccess> access(
            io.gauntlet.kernel.Secret kubeconfig, @Nullable String context, List<FieldProblem> problems) {
        try {
            return Optional.of(Kubeconfig.read(kubeconfig).access(context));
        } catch (DomainException.Invalid invalid) {
            problems.addAll(invalid.problems());
            return Optional.empty();
        }
    }

    private void requireFree(ResourceName name, String apiServer, ResourceName namespace) {
        if (repository.findPresent(name.value()).isPresent()) {
            throw new DomainException.Conflict(
                    "The name '" + name + "' is taken.",
                    List.of(new FieldProblem("name", "Another cluster has this name.", "Choose another one.")));
        }
        repository.findAt(apiServer, namespace.value()).ifPresent(other -> {
            throw new DomainException.Conflict(
                    "The cluster '" + other.toCluster().name() + "' is this namespace of this API server.",
                    List.of(new FieldProblem(
                            "namespace",
                            "Gauntlet already pushes to it as '"
                                    + other.toCluster().name() + "'.",
                            "Choose another namespace: one cluster can hold several stacks.")));
        });
    }

    private ClusterEntity entity(ClusterId id) {
        return repository
                .findById(id.value())
                .filter(entity -> entity.toCluster().state() != Cluster.State.RETIRED)
                .orElseThrow(() -> new DomainException.NotFound("cluster", id));
    }

    private ClusterEntity entity(ClusterId id, int version) {
        var entity = entity(id);
        EntityTag.requireMatch(
                version, entity.version(), "cluster", entity.toCluster().name());
        return entity;
    }
}
