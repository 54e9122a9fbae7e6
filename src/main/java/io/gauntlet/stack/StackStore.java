package io.gauntlet.stack;

import io.gauntlet.bucket.BucketId;
import io.gauntlet.bucket.Buckets;
import io.gauntlet.change.ChangeLog;
import io.gauntlet.change.DocumentChange;
import io.gauntlet.change.DocumentChange.Named;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.ResourceName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
class StackStore implements Stacks {

    private final StackRepository stacks;
    private final ProfileRepository profiles;
    private final StackRules rules;
    private final Clusters clusters;
    private final Buckets buckets;
    private final ApplicationEventPublisher events;
    private final ChangeLog changes;

    StackStore(
            StackRepository stacks,
            ProfileRepository profiles,
            StackRules rules,
            Clusters clusters,
            Buckets buckets,
            StackAnnouncements announcements) {
        this.stacks = stacks;
        this.profiles = profiles;
        this.rules = rules;
        this.clusters = clusters;
        this.buckets = buckets;
        this.events = announcements.events();
        this.changes = announcements.changes();
    }

    @Override
    public EffectiveStack effective(ClusterId cluster) {
        var row = stacks.findById(cluster.value());
        if (row.isPresent()) {
            return resolve(row.get(), profiles.findById(row.get().profileId()).orElseThrow());
        }
        return resolve(rules.fresh(clusters.get(cluster), defaultProfile().id()), defaultProfile());
    }

    @Override
    public Map<ClusterId, EffectiveStack> effective(Collection<ClusterId> wanted) {
        var byId = profiles.findAll().stream().collect(Collectors.toMap(ProfileEntity::id, profile -> profile));
        var result = new HashMap<ClusterId, EffectiveStack>();
        for (var row : stacks.findAllById(wanted.stream().map(ClusterId::value).toList())) {
            result.put(new ClusterId(row.clusterId()), resolve(row, Objects.requireNonNull(byId.get(row.profileId()))));
        }
        if (result.size() < wanted.size()) {
            var missing = wanted.stream().filter(id -> !result.containsKey(id)).collect(Collectors.toSet());
            var fallback = defaultProfile();
            clusters.all().stream()
                    .filter(cluster -> missing.contains(cluster.id()))
                    .forEach(cluster ->
                            result.put(cluster.id(), resolve(rules.fresh(cluster, fallback.id()), fallback)));
        }
        return result;
    }

    @Override
    @Transactional
    public EffectiveStack configure(ConfigureStack command) {
        rules.serialise();
        var cluster = clusters.get(command.cluster());
        var row = row(cluster);
        EntityTag.requireMatch(command.version(), row.publicVersion(), "stack of cluster", cluster.name());
        var earlier = document(cluster);
        var before = resolve(row, profiles.findById(row.profileId()).orElseThrow());
        var profile = command.profile() == null
                ? profiles.findById(row.profileId()).orElseThrow()
                : profile(command.profile());
        var overrides =
                SparseSettings.change(row.overrides(), command.overrides() == null ? Map.of() : command.overrides());
        var labels = command.externalLabels() == null ? row.externalLabels() : command.externalLabels();
        var bucket = bucket(command.bucket(), row.bucketId());
        var changed = row.changed(profile.id(), overrides, labels, bucket);
        rules.require(cluster, before, resolve(changed, profile));
        row.take(changed);
        var saved = save(row);
        moveCompactor(cluster.id(), before.bucket().map(BucketId::value).orElse(null), bucket);
        events.publishEvent(
                new StackAudit("stack.configured", "cluster", cluster.name().value(), changes(command, profile)));
        changes.record(
                Set.of(cluster.id()),
                "stack of '" + cluster.name() + "' changed",
                List.of(DocumentChange.edited(StackDocuments.KIND, earlier, document(cluster))));
        return resolve(saved, profile);
    }

    @Override
    @Transactional
    public void fixLabels(ClusterId cluster) {
        var row = row(clusters.get(cluster));
        if (!row.labelsFixed()) {
            row.fixLabels();
            stacks.saveAndFlush(row);
            var name = clusters.get(cluster).name().value();
            events.publishEvent(new StackAudit(
                    "stack.labels-fixed",
                    "cluster",
                    name,
                    Map.of("labels", row.externalLabels().canonical())));
        }
    }

    @Override
    public List<ClusterId> usersOf(BucketId bucket) {
        return stacks.findByBucketId(bucket.value()).stream()
                .map(row -> new ClusterId(row.clusterId()))
                .toList();
    }

    /** The row of a cluster that has none yet is written when the cluster is first seen, so that its host port stays. */
    void remember(Cluster cluster) {
        rules.serialise();
        if (!stacks.existsById(cluster.id().value())) {
            stacks.saveAndFlush(rules.fresh(cluster, defaultProfile().id()));
        }
    }

    /** The stack of a cluster as people change it. */
    Named document(Cluster cluster) {
        var row = row(cluster);
        var bucket = Optional.ofNullable(row.bucketId())
                .map(id -> buckets.get(new BucketId(id)).name().value());
        return StackDocuments.of(
                cluster, row, profiles.findById(row.profileId()).orElseThrow(), bucket.orElse(""));
    }

    /** What a cluster sets itself, by path. */
    Map<String, Object> overrides(Cluster cluster) {
        return row(cluster).overrides();
    }

    private StackEntity row(Cluster cluster) {
        return stacks.findById(cluster.id().value())
                .orElseGet(() -> rules.fresh(cluster, defaultProfile().id()));
    }

    private ProfileEntity defaultProfile() {
        return profile(Profile.DEFAULT.value());
    }

    private ProfileEntity profile(String name) {
        return profiles.findByName(name)
                .orElseThrow(() -> DomainException.Invalid.of(
                        "profile",
                        "There is no such profile.",
                        "Use one of "
                                + profiles.findAllByOrderByName().stream()
                                        .map(ProfileEntity::name)
                                        .limit(20)
                                        .toList() + "."));
    }

    private @Nullable UUID bucket(@Nullable String name, @Nullable UUID before) {
        if (name == null) {
            return before;
        }
        if (name.isBlank()) {
            return null;
        }
        return ResourceName.problem("bucket", name).isPresent()
                ? missingBucket()
                : buckets.find(new ResourceName(name))
                        .map(bucket -> bucket.id().value())
                        .orElseGet(StackStore::missingBucket);
    }

    private static UUID missingBucket() {
        throw DomainException.Invalid.of(
                "bucket", "There is no such bucket.", "Add the bucket first, or leave it empty.");
    }

    /**
     * Every bucket that is written to is compacted by exactly one cluster: the first one that uses it, unless a person chooses.
     * A cluster can leave a bucket only before its first upload, so a compactor that leaves never ran.
     */
    private void moveCompactor(ClusterId cluster, @Nullable UUID before, @Nullable UUID after) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before != null) {
            var old = buckets.get(new BucketId(before));
            if (old.pendingCompactor().filter(cluster::equals).isPresent()) {
                buckets.assignCompactor(old.id(), old.version(), old.compactor().orElse(null));
            } else if (old.compactor().filter(cluster::equals).isPresent()) {
                var released = buckets.assignCompactor(old.id(), old.version(), null);
                usersOf(old.id()).stream()
                        .findFirst()
                        .ifPresent(next -> buckets.assignCompactor(released.id(), released.version(), next));
            }
        }
        if (after != null) {
            var entered = buckets.get(new BucketId(after));
            if (entered.compactor().isEmpty()) {
                buckets.assignCompactor(entered.id(), entered.version(), cluster);
            }
        }
    }

    private StackEntity save(StackEntity row) {
        try {
            return stacks.saveAndFlush(row);
        } catch (DataIntegrityViolationException taken) {
            throw rules.labelsTaken(null);
        }
    }

    private static Map<String, String> changes(ConfigureStack command, ProfileEntity profile) {
        var details = new TreeMap<String, String>();
        if (command.profile() != null) {
            details.put("profile", profile.name());
        }
        if (command.overrides() != null) {
            details.put("overrides", String.join(", ", new TreeMap<>(command.overrides()).keySet()));
        }
        if (command.externalLabels() != null) {
            details.put("externalLabels", command.externalLabels().canonical());
        }
        if (command.bucket() != null) {
            details.put("bucket", command.bucket());
        }
        return details;
    }

    static EffectiveStack resolve(StackEntity row, ProfileEntity profile) {
        var settings = SettingsSchema.merge(Defaults.settings(), List.of(profile.settings(), row.overrides()));
        var origins = new HashMap<String, EffectiveStack.Origin>();
        for (var path : SettingsSchema.paths().keySet()) {
            origins.put(
                    path,
                    row.overrides().containsKey(path)
                            ? EffectiveStack.Origin.CLUSTER
                            : profile.settings().containsKey(path)
                                    ? EffectiveStack.Origin.PROFILE
                                    : EffectiveStack.Origin.DEFAULT);
        }
        return new EffectiveStack(
                new ClusterId(row.clusterId()),
                new ResourceName(profile.name()),
                settings,
                origins,
                row.externalLabels(),
                row.labelsFixed(),
                Optional.ofNullable(row.bucketId()).map(BucketId::new),
                row.publicVersion());
    }
}
