package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterConnections;
import io.gauntlet.cluster.ObjectVersion;
import io.gauntlet.delivery.DriftCompare.Verdict;
import io.gauntlet.delivery.DriftWork.Finding;
import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.ObjectRef;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Looks at one claimed cluster and stores what differs. What was seen counts only if no rollout came between. */
class DriftSweep {

    private static final Logger LOG = LoggerFactory.getLogger(DriftSweep.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int MAX_FAILURE = 500;

    private final Stores stores;
    private final ClusterConnections connections;
    private final Fingerprints fingerprints;
    private final TransactionOperations transactions;
    private final DriftProperties properties;
    private final Clock clock;

    /** The tables that a look reads and writes. */
    record Stores(
            DriftStore claims, DriftObjects objects, AppliedStore applied, BlobStore blobs, RolloutEvents events) {}

    /** How a look ended. */
    enum Outcome {
        /** The same as last time. */
        UNCHANGED,
        /** Something was compared, and the result is stored. */
        COMPARED,
        /** A rollout, a new policy or another process came between; the cluster is looked at again. */
        OVERTAKEN,
        /** The cluster gave no usable answer. */
        FAILED
    }

    DriftSweep(
            Stores stores,
            ClusterConnections connections,
            Fingerprints fingerprints,
            TransactionOperations transactions,
            DriftProperties properties,
            Clock clock) {
        this.stores = stores;
        this.connections = connections;
        this.fingerprints = fingerprints;
        this.transactions = transactions;
        this.properties = properties;
        this.clock = clock;
    }

    /** Never throws for what the cluster does; what went wrong is stored. */
    Outcome run(DriftWork work, Cluster cluster) {
        try {
            return look(work, cluster);
        } catch (ClusterCallException failed) {
            var message = failed.failure() + ": " + failed.getMessage();
            stores.claims().failed(work, message.length() <= MAX_FAILURE ? message : message.substring(0, MAX_FAILURE));
            return Outcome.FAILED;
        } catch (RuntimeException failed) {
            // The database is away, or a fault of ours: one cluster must not keep others from being looked at.
            LOG.error("Cluster {} could not be compared", cluster.name(), failed);
            stores.claims().failed(work, "INTERNAL: Interrupted by a fault of Gauntlet; it is tried again.");
            return Outcome.FAILED;
        }
    }

    private Outcome look(DriftWork work, Cluster cluster) {
        var began = clock.instant();
        var api = connections.api(work.cluster());
        var listed = list(work, cluster, api);
        var fingerprint = fingerprint(work, listed);
        if (fingerprint.equals(work.fingerprint())) {
            return stores.claims().unchanged(work, began) ? Outcome.UNCHANGED : overtaken(work);
        }
        var live = new HashMap<ObjectRef, ObjectVersion>();
        listed.forEach(versions -> versions.forEach(version -> live.put(version.ref(), version)));
        var known = stores.objects().known(work.cluster(), work.revision());
        var compare = new DriftCompare(
                api, fingerprints, work, expected -> stores.blobs().get(expected.digest(), expected.ref()));
        var verdicts = Lanes.map(
                known,
                properties.requests(),
                object -> compare.compare(object, live.get(object.expected().ref())));
        var stored = Boolean.TRUE.equals(transactions.execute(status -> {
            if (!stores.claims().fence(work)) {
                return false;
            }
            store(work, cluster, verdicts);
            stores.claims().swept(work, known.size(), settled(verdicts, live) ? fingerprint : "", began);
            return true;
        }));
        return stored ? Outcome.COMPARED : overtaken(work);
    }

    private List<List<ObjectVersion>> list(DriftWork work, Cluster cluster, ClusterApi api) {
        var selector = LiveState.owned(cluster);
        return Lanes.map(
                stores.objects().kinds(work.revision()),
                properties.requests(),
                type -> api.listMetadata(
                        type, type.namespaced() ? cluster.namespace().value() : "", selector));
    }

    private static String fingerprint(DriftWork work, List<List<ObjectVersion>> listed) {
        var text = new StringBuilder().append(work.version()).append('\n');
        for (var versions : listed) {
            for (var version : versions) {
                text.append(version.ref().type().kind()).append(' ');
                text.append(version.ref().namespace())
                        .append('/')
                        .append(version.ref().name());
                text.append(' ')
                        .append(version.uid())
                        .append(' ')
                        .append(version.resourceVersion())
                        .append('\n');
            }
        }
        return Digest.of(text.toString()).hex();
    }

    /**
     * Whether the versions in the list are those that were judged: an object that is in no list, or that moved between list and
     * comparison, is asked for again the next time.
     */
    private static boolean settled(List<Verdict> verdicts, Map<ObjectRef, ObjectVersion> live) {
        return verdicts.stream().allMatch(verdict -> switch (verdict) {
            case Verdict.InSync(var seen, var _) -> listedAt(live, seen.ref(), seen.uid(), seen.version());
            case Verdict.Differs(var finding) ->
                finding.live()
                        .filter(seen -> listedAt(live, finding.expected().ref(), seen.uid(), seen.version()))
                        .isPresent();
        });
    }

    private static boolean listedAt(Map<ObjectRef, ObjectVersion> live, ObjectRef ref, String uid, String version) {
        var listed = live.get(ref);
        return listed != null
                && listed.uid().equals(uid)
                && listed.resourceVersion().equals(version);
    }

    private void store(DriftWork work, Cluster cluster, List<Verdict> verdicts) {
        var now = clock.instant();
        var inSync = verdicts.stream()
                .filter(verdict -> verdict instanceof Verdict.InSync(var _, var changed) && changed)
                .map(verdict -> ((Verdict.InSync) verdict).seen())
                .collect(Collectors.toList());
        stores.applied().put(work.cluster(), inSync, now);
        List<Finding> findings = verdicts.stream()
                .filter(Verdict.Differs.class::isInstance)
                .map(verdict -> ((Verdict.Differs) verdict).finding())
                .toList();
        var news = DriftNews.of(stores.objects().differing(work.cluster()), findings);
        stores.objects().replace(work.cluster(), findings, now);
        news.ifPresent(told -> stores.events().cluster(cluster.name(), told.status(), told.message(), now));
    }

    private Outcome overtaken(DriftWork work) {
        stores.claims().letGo(work, AGAIN);
        return Outcome.OVERTAKEN;
    }
}
