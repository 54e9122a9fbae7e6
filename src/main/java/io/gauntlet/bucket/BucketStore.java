package io.gauntlet.bucket;

import io.gauntlet.cluster.ClusterConfigChanged;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
class BucketStore implements Buckets {

    private final BucketRepository buckets;
    private final BucketSecrets secrets;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;

    BucketStore(
            BucketRepository buckets, BucketSecrets secrets, ApplicationEventPublisher events, Ids ids, Clock clock) {
        this.buckets = buckets;
        this.secrets = secrets;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    @Transactional
    public Bucket add(AddBucket command) {
        var name = new ResourceName(command.name());
        var given = BucketSecrets.present(command.secrets());
        var checked = BucketCheck.check(command.type(), command.settings(), given.keySet(), command.prefix());
        if (buckets.findByName(name.value()).isPresent()) {
            throw new DomainException.Conflict(
                    "There is a bucket '" + name + "' already.",
                    List.of(new FieldProblem("name", "The name is taken.", "Choose another name.")));
        }
        requireFree(checked, null);
        var retention = command.retention() == null ? Retention.forEver() : command.retention();
        var saved = save(new BucketEntity(ids.next(), name.value(), checked, retention, clock.instant()));
        secrets.store(saved.id(), given);
        events.publishEvent(new BucketAudit("bucket.added", saved.name(), Map.of("type", saved.type())));
        return snapshot(saved);
    }

    @Override
    public Bucket get(BucketId id) {
        return snapshot(entity(id));
    }

    @Override
    public Bucket get(ResourceName name) {
        return find(name).orElseThrow(() -> new DomainException.NotFound("bucket", name));
    }

    @Override
    public Optional<Bucket> find(ResourceName name) {
        return buckets.findByName(name.value()).map(this::snapshot);
    }

    @Override
    public List<Bucket> all() {
        return snapshots(buckets.findAllByOrderByName());
    }

    @Override
    public Page<Bucket> page(@Nullable String after, int limit) {
        var rows = buckets.findByNameGreaterThanOrderByName(after == null ? "" : after, Limit.of(limit + 1));
        return Page.cut(snapshots(rows), limit, bucket -> bucket.name().value());
    }

    @Override
    @Transactional
    public Bucket edit(EditBucket command) {
        var bucket = entity(command.id());
        EntityTag.requireMatch(command.version(), bucket.version(), "bucket", bucket.name());
        var settings = command.settings() == null ? bucket.settings() : command.settings();
        var moved = !BucketCheck.sameAddress(bucket.settings(), settings);
        var given = command.secrets() == null ? Map.<String, Secret>of() : command.secrets();
        var kept = moved
                ? new HashSet<String>()
                : new HashSet<>(secrets.hints(bucket.id()).keySet());
        given.forEach((key, secret) -> {
            if (secret.isBlank()) {
                kept.remove(key);
            } else {
                kept.add(key);
            }
        });
        var checked = BucketCheck.check(bucket.type(), settings, kept, bucket.prefix());
        requireFree(checked, bucket);
        bucket.configure(checked);
        if (command.retention() != null) {
            bucket.retain(command.retention());
        }
        if (moved || !given.isEmpty()) {
            secrets.replace(bucket.id(), given, kept);
            bucket.secretsReplaced();
        }
        var saved = save(bucket);
        var details = Map.of("secrets", moved ? "dropped with the old address" : given.isEmpty() ? "kept" : "replaced");
        events.publishEvent(new BucketAudit("bucket.changed", saved.name(), details));
        events.publishEvent(new BucketChanged(new BucketId(saved.id()), saved.name()));
        return snapshot(saved);
    }

    @Override
    @Transactional
    public void remove(BucketId id, int version) {
        var bucket = entity(id);
        EntityTag.requireMatch(version, bucket.version(), "bucket", bucket.name());
        events.publishEvent(new BucketRemoving(id, bucket.name()));
        buckets.delete(bucket);
        try {
            buckets.flush();
        } catch (DataIntegrityViolationException used) {
            throw new DomainException.Conflict("The bucket '" + bucket.name() + "' is used.");
        }
        events.publishEvent(new BucketAudit("bucket.removed", bucket.name(), Map.of()));
    }

    @Override
    public ObjectStoreConfig objectStore(BucketId id) {
        var bucket = entity(id);
        return new ObjectStoreConfig(bucket.type(), bucket.settings(), secrets.open(id.value()), bucket.prefix());
    }

    @Override
    @Transactional
    public Bucket assignCompactor(BucketId id, int version, @Nullable ClusterId cluster) {
        var bucket = entity(id);
        EntityTag.requireMatch(version, bucket.version(), "bucket", bucket.name());
        if (cluster != null) {
            events.publishEvent(new CompactorAssigning(id, cluster));
        }
        var before = bucket.compactor();
        bucket.assignCompactor(cluster == null ? null : cluster.value());
        var saved = save(bucket);
        events.publishEvent(new BucketAudit(
                "bucket.compactor-assigned",
                saved.name(),
                Map.of("cluster", cluster == null ? "none" : cluster.toString())));
        var touched = Stream.of(before, cluster == null ? null : cluster.value())
                .filter(Objects::nonNull)
                .map(ClusterId::new)
                .collect(Collectors.toSet());
        events.publishEvent(new ClusterConfigChanged(touched, "compactor of bucket '" + saved.name() + "' moved"));
        return snapshot(saved);
    }

    @Override
    @Transactional
    public void compactorStopped(BucketId id, ClusterId cluster) {
        var bucket = entity(id);
        if (bucket.compactorStopped(cluster.value())) {
            var saved = save(bucket);
            var owner = new ClusterId(Objects.requireNonNull(saved.compactor()));
            events.publishEvent(
                    new BucketAudit("bucket.compactor-moved", saved.name(), Map.of("cluster", owner.toString())));
            events.publishEvent(
                    new ClusterConfigChanged(Set.of(owner), "compactor of bucket '" + saved.name() + "' may start"));
        }
    }

    private BucketEntity entity(BucketId id) {
        return buckets.findById(id.value()).orElseThrow(() -> new DomainException.NotFound("bucket", id));
    }

    private void requireFree(CheckedBucket checked, @Nullable BucketEntity self) {
        buckets.findByIdentity(checked.identity())
                .filter(other -> self == null || !other.id().equals(self.id()))
                .ifPresent(other -> {
                    throw new DomainException.Conflict(
                            "The bucket '" + other.name() + "' has the same endpoint, name and prefix.",
                            List.of(new FieldProblem(
                                    "prefix",
                                    "Two entries for one storage would allow two compactors on it.",
                                    "Use the bucket '" + other.name() + "', or another prefix.")));
                });
    }

    private BucketEntity save(BucketEntity bucket) {
        try {
            return buckets.saveAndFlush(bucket);
        } catch (DataIntegrityViolationException taken) {
            throw new DomainException.Conflict("Another bucket got the same name or storage at the same moment.");
        }
    }

    private Bucket snapshot(BucketEntity bucket) {
        return bucket.toBucket(secrets.hints(bucket.id()));
    }

    private List<Bucket> snapshots(List<BucketEntity> rows) {
        var hints = secrets.hints(rows.stream().map(BucketEntity::id).toList());
        return rows.stream()
                .map(row -> row.toBucket(hints.getOrDefault(row.id(), Map.of())))
                .toList();
    }
}
