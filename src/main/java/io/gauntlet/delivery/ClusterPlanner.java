package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.cluster.ClusterConnections;
import io.gauntlet.delivery.ClusterDraft.Basis;
import io.gauntlet.delivery.Plan.ClusterStatus;
import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.delivery.RevisionStore.Stored;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.rendering.Manifest;
import io.gauntlet.rendering.ManifestSet;
import io.gauntlet.rendering.ManifestSet.Notice;
import io.gauntlet.rendering.ManifestSet.Severity;
import io.gauntlet.rendering.MonitoringConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans one cluster: renders what it should run, reads what it runs, and decides on every object. Writes nothing. */
class ClusterPlanner {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterPlanner.class);
    private static final Set<Failure> WORTH_ANOTHER_TRY =
            Set.of(Failure.THROTTLED, Failure.SERVER_ERROR, Failure.UNREACHABLE);
    private static final int TRIES = 3;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ClusterConnections connections;
    private final Function<MonitoringConfig, ManifestSet> renderer;
    private final Fingerprints fingerprints;
    private final DeliveryProperties properties;

    ClusterPlanner(
            ClusterConnections connections,
            Function<MonitoringConfig, ManifestSet> renderer,
            Fingerprints fingerprints,
            DeliveryProperties properties) {
        this.connections = connections;
        this.renderer = renderer;
        this.fingerprints = fingerprints;
        this.properties = properties;
    }

    /** Never throws for what one cluster does: its draft says what is wrong with it. */
    ClusterDraft plan(DesiredInputs inputs, Map<ObjectRef, AppliedObject> applied, Optional<Stored> earlier) {
        var cluster = inputs.cluster();
        for (var left = TRIES - 1; ; left--) {
            try {
                return reachable(inputs, applied, earlier);
            } catch (ClusterCallException failed) {
                if (left == 0 || !WORTH_ANOTHER_TRY.contains(failed.failure()) || !pause(failed)) {
                    return ClusterDraft.without(
                            cluster.id(), ClusterStatus.UNREACHABLE, failed.failure() + ": " + failed.getMessage());
                }
            } catch (RuntimeException bug) {
                // One cluster that trips over a fault of ours must not take the others down with it.
                LOG.error("Planning cluster {} failed", cluster.name(), bug);
                return ClusterDraft.without(
                        cluster.id(),
                        ClusterStatus.FAILED,
                        "Planning failed: " + bug.getClass().getSimpleName());
            }
        }
    }

    /** What the cluster should run, made from the same inputs as before, to see whether it still is the same. */
    ManifestSet render(DesiredInputs inputs, int minor, boolean gatewayApi) {
        return renderer.apply(inputs.config(minor, gatewayApi));
    }

    private ClusterDraft reachable(
            DesiredInputs inputs, Map<ObjectRef, AppliedObject> applied, Optional<Stored> earlier) {
        var cluster = inputs.cluster();
        if (cluster.state() != Cluster.State.ACTIVE) {
            return ClusterDraft.without(cluster.id(), ClusterStatus.UNREACHABLE, why(cluster.state()));
        }
        var api = connections.api(cluster.id());
        var version = cluster.kubernetesVersion().orElseGet(api::version);
        var minor = KubernetesMinor.of(version).orElse(0);
        if (minor < KubernetesMinor.OLDEST) {
            return ClusterDraft.without(
                    cluster.id(),
                    ClusterStatus.BLOCKED,
                    "Kubernetes " + version + " is older than 1." + KubernetesMinor.OLDEST + ".");
        }
        var set = earlier.map(Stored::set).orElseGet(() -> render(inputs, minor, inputs.gatewayApi()));
        var live = LiveState.read(api, cluster, properties.requestsPerCluster(), applied, settled(set, applied));
        var objects = decide(api, cluster, set, live, applied);
        var basis = new Basis(
                earlier.map(Stored::generation).orElse(inputs.generation()),
                fingerprints.of(set),
                minor,
                inputs.gatewayApi(),
                inputs.bucketId(),
                earlier.isPresent() ? compacts(set) : inputs.compactor(),
                earlier.isPresent() ? Set.of() : inputs.leftOut());
        var notices = notices(set, live);
        earlier.ifPresent(stored -> notices.addAll(ofRollback(stored, inputs)));
        return new ClusterDraft(
                cluster.id(),
                status(objects, notices),
                "",
                java.util.Optional.of(basis),
                notices,
                set.manifests(),
                objects);
    }

    private Predicate<ObjectRef> settled(ManifestSet set, Map<ObjectRef, AppliedObject> applied) {
        var wanted = set.manifests().stream().collect(Collectors.toMap(Manifest::ref, fingerprints::of));
        return ref -> {
            var last = applied.get(ref);
            return last != null && last.digest().equals(wanted.get(ref));
        };
    }

    static String why(Cluster.State state) {
        return switch (state) {
            case CREDENTIALS_MISSING -> "There are no credentials for its address; renew them.";
            case DISABLED -> "The cluster is disabled.";
            case RETIRED -> "The cluster is retired.";
            case ACTIVE -> "";
        };
    }

    private List<ObjectDraft> decide(
            ClusterApi api, Cluster cluster, ManifestSet set, LiveState live, Map<ObjectRef, AppliedObject> applied) {
        var planner = new ObjectPlanner(api, cluster.name().value(), live, applied, fingerprints);
        var firstPush = live.withoutWorkloads();
        var result = new ArrayList<ObjectDraft>();
        for (var draft : Lanes.map(set.manifests(), properties.requestsPerCluster(), planner::decide)) {
            var create = draft.action() == Action.CREATE
                    ? Risks.ofCreate(draft.ref(), draft.component(), firstPush)
                    : List.<String>of();
            result.add(create.isEmpty() ? draft : draft.with(create));
        }
        var rendered = set.manifests().stream().map(Manifest::ref).collect(Collectors.toSet());
        live.owned().values().stream()
                .filter(object -> !rendered.contains(object.ref()) && Refs.deletable(object.ref()))
                .map(planner::delete)
                .sorted(java.util.Comparator.comparingInt(ObjectDraft::step)
                        .thenComparing(draft -> Refs.encode(draft.ref())))
                .forEach(result::add);
        return result;
    }

    private static boolean compacts(ManifestSet set) {
        return set.manifests().stream()
                .anyMatch(manifest -> Refs.workload(manifest.ref()) && "compactor".equals(manifest.component()));
    }

    /** Two compactors on one bucket destroy blocks, so an old one does not come back when another cluster has taken over. */
    private static List<Notice> ofRollback(Stored earlier, DesiredInputs inputs) {
        var number = Integer.toString(earlier.number());
        return compacts(earlier.set()) && !inputs.compactor()
                ? List.of(new Notice(Severity.BLOCKING, "rollback-compactor", List.of(number)))
                : List.of(new Notice(Severity.INFO, "rollback", List.of(number)));
    }

    private static List<Notice> notices(ManifestSet set, LiveState live) {
        var notices = new ArrayList<>(set.notices());
        if (!live.namespaceExists()) {
            notices.add(new Notice(Severity.INFO, "namespace-missing", List.of()));
        }
        return notices;
    }

    private static ClusterStatus status(List<ObjectDraft> objects, List<Notice> notices) {
        var blocked = notices.stream().anyMatch(notice -> notice.severity() == Severity.BLOCKING)
                || objects.stream()
                        .anyMatch(object -> object.action() == Action.CONFLICT || object.action() == Action.REJECTED);
        if (blocked) {
            return ClusterStatus.BLOCKED;
        }
        return objects.stream().allMatch(object -> object.action() == Action.UNCHANGED)
                ? ClusterStatus.EMPTY
                : ClusterStatus.READY;
    }

    private boolean pause(ClusterCallException failed) {
        var wait = failed.retryAfter().orElse(properties.firstRetry());
        if (wait.compareTo(LONGEST_PAUSE) > 0) {
            return false;
        }
        try {
            Thread.sleep(wait);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
