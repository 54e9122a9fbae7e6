package io.gauntlet.stack;

import io.gauntlet.change.ChangeLog;
import io.gauntlet.change.DocumentChange;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
class ProfileStore implements Profiles {

    private final ProfileRepository profiles;
    private final StackRepository stacks;
    private final Clusters clusters;
    private final ApplicationEventPublisher events;
    private final ChangeLog changes;
    private final Ids ids;

    ProfileStore(
            ProfileRepository profiles,
            StackRepository stacks,
            Clusters clusters,
            ApplicationEventPublisher events,
            ChangeLog changes,
            Ids ids) {
        this.profiles = profiles;
        this.stacks = stacks;
        this.clusters = clusters;
        this.events = events;
        this.changes = changes;
        this.ids = ids;
    }

    @Override
    public List<Profile> all() {
        return profiles.findAllByOrderByName().stream()
                .map(ProfileStore::snapshot)
                .toList();
    }

    @Override
    public Page<Profile> page(@Nullable String after, int limit) {
        var rows = profiles.findByNameGreaterThanOrderByName(after == null ? "" : after, Limit.of(limit + 1));
        return Page.cut(
                rows.stream().map(ProfileStore::snapshot).toList(),
                limit,
                profile -> profile.name().value());
    }

    @Override
    public Profile get(ResourceName name) {
        return snapshot(entity(name));
    }

    @Override
    @Transactional
    public Profile add(String name, Map<String, @Nullable Object> settings) {
        var valid = new ResourceName(name);
        if (profiles.findByName(name).isPresent()) {
            throw new DomainException.Conflict(
                    "There is a profile '" + name + "' already.",
                    List.of(new FieldProblem("name", "The name is taken.", "Choose another name.")));
        }
        var sparse = SparseSettings.change(Map.of(), settings);
        var merged = SettingsSchema.merge(Defaults.settings(), List.of(sparse));
        SparseSettings.require(SettingsCheck.check(merged, false));
        var saved = save(new ProfileEntity(ids.next(), valid.value(), sparse));
        events.publishEvent(new StackAudit("profile.added", "profile", name, Map.of()));
        changes.record(
                Set.of(),
                "profile '" + name + "' added",
                List.of(DocumentChange.added(ProfileDocuments.KIND, ProfileDocuments.of(name, sparse))));
        return snapshot(saved);
    }

    @Override
    @Transactional
    public Profile edit(ResourceName name, int version, Map<String, @Nullable Object> settings) {
        var profile = entity(name);
        EntityTag.requireMatch(version, profile.version(), "profile", name);
        var before = SettingsSchema.merge(Defaults.settings(), List.of(profile.settings()));
        var sparse = SparseSettings.change(profile.settings(), settings);
        var after = SettingsSchema.merge(Defaults.settings(), List.of(sparse));
        SparseSettings.require(SettingsCheck.check(after, false));
        requireUsersValid(profile, before, sparse);
        var named = ProfileDocuments.of(name.value(), profile.settings());
        profile.settle(sparse);
        var saved = save(profile);
        var changed = String.join(", ", new TreeMap<>(settings).keySet());
        events.publishEvent(new StackAudit("profile.changed", "profile", name.value(), Map.of("settings", changed)));
        changes.record(
                new HashSet<>(users(saved)),
                "profile '" + name + "' changed",
                List.of(DocumentChange.edited(
                        ProfileDocuments.KIND, named, ProfileDocuments.of(name.value(), sparse))));
        return snapshot(saved);
    }

    @Override
    @Transactional
    public void remove(ResourceName name, int version) {
        var profile = entity(name);
        EntityTag.requireMatch(version, profile.version(), "profile", name);
        var users = stacks.findAll().stream()
                .filter(row -> row.profileId().equals(profile.id()))
                .count();
        if (name.equals(Profile.DEFAULT) || users > 0) {
            throw new DomainException.Conflict(
                    name.equals(Profile.DEFAULT)
                            ? "The default profile cannot be removed, because new clusters use it."
                            : "The profile '" + name + "' is used by " + users
                                    + " clusters. Give them another one first.");
        }
        profiles.delete(profile);
        profiles.flush();
        events.publishEvent(new StackAudit("profile.removed", "profile", name.value(), Map.of()));
        changes.record(
                Set.of(),
                "profile '" + name + "' removed",
                List.of(DocumentChange.removed(
                        ProfileDocuments.KIND, ProfileDocuments.of(name.value(), profile.settings()))));
    }

    @Override
    public List<ClusterId> usersOf(ResourceName name) {
        return users(entity(name));
    }

    private ProfileEntity entity(ResourceName name) {
        return profiles.findByName(name.value()).orElseThrow(() -> new DomainException.NotFound("profile", name));
    }

    /** In order of cluster names; clusters without a row have the default profile. */
    private List<ClusterId> users(ProfileEntity profile) {
        var byCluster = new HashMap<UUID, UUID>();
        stacks.findAll().forEach(row -> byCluster.put(row.clusterId(), row.profileId()));
        var fallback = profile.name().equals(Profile.DEFAULT.value()) ? profile.id() : null;
        return clusters.all().stream()
                .map(Cluster::id)
                .filter(id -> profile.id().equals(byCluster.getOrDefault(id.value(), fallback)))
                .toList();
    }

    /** The new profile has to suit the overrides of every cluster that uses it. */
    private void requireUsersValid(ProfileEntity profile, StackSettings before, Map<String, Object> sparse) {
        var users = new HashSet<>(users(profile));
        var problems = new ArrayList<FieldProblem>();
        for (var row : stacks.findAllById(users.stream().map(ClusterId::value).toList())) {
            var settings = SettingsSchema.merge(Defaults.settings(), List.of(sparse, row.overrides()));
            for (var problem : SettingsCheck.check(settings, row.bucketId() != null)) {
                problems.add(withCluster(problem, row.clusterId()));
            }
            var label = SettingsSchema.merge(before, List.of(row.overrides()))
                    .prometheus()
                    .replicaLabel();
            if (row.labelsFixed() && !settings.prometheus().replicaLabel().equals(label)) {
                problems.add(withCluster(
                        new FieldProblem(
                                "prometheus.replicaLabel",
                                "Blocks were uploaded with the replica label '" + label + "'.",
                                "Keep it."),
                        row.clusterId()));
            }
            if (problems.size() >= 20) {
                break;
            }
        }
        SparseSettings.require(problems);
    }

    private FieldProblem withCluster(FieldProblem problem, UUID cluster) {
        var name = clusters.get(new ClusterId(cluster)).name();
        return new FieldProblem(problem.field(), "On cluster '" + name + "': " + problem.reason(), problem.fix());
    }

    private ProfileEntity save(ProfileEntity profile) {
        try {
            return profiles.saveAndFlush(profile);
        } catch (DataIntegrityViolationException taken) {
            throw new DomainException.Conflict("Another profile got the same name at the same moment.");
        }
    }

    private static Profile snapshot(ProfileEntity row) {
        return new Profile(
                new ResourceName(row.name()),
                row.settings(),
                SettingsSchema.merge(Defaults.settings(), List.of(row.settings())),
                row.version());
    }
}
