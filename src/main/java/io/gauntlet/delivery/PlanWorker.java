package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.Plan.ClusterStatus;
import io.gauntlet.delivery.PlanStore.Claim;
import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.kernel.Signal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Computes plans that somebody asked for. A plan is claimed with a lease; when its worker dies, the next one goes on with the
 * clusters that are not planned yet.
 */
class PlanWorker {

    private static final Logger LOG = LoggerFactory.getLogger(PlanWorker.class);

    private final PlanStore plans;
    private final DraftStore drafts;
    private final BlobStore blobs;
    private final AppliedStore applied;
    private final DeliveryStore deliveries;
    private final RevisionStore revisions;
    private final MonitoringConfigLoader loader;
    private final ClusterPlanner planner;
    private final TransactionOperations transactions;
    private final Engine engine;
    private final ApprovalsService approvals;
    private final Signal finished;

    /** What every worker of this module needs. */
    record Engine(String owner, DeliveryProperties properties, Clock clock) {}

    /** Who is told of a plan that is computed. */
    record Afterwards(ApprovalsService approvals, Signal finished) {}

    /** The tables that a plan is written to. */
    record Stores(
            PlanStore plans,
            IntentStore intents,
            DraftStore drafts,
            BlobStore blobs,
            AppliedStore applied,
            DeliveryStore deliveries,
            RevisionStore revisions) {}

    PlanWorker(
            Stores stores,
            MonitoringConfigLoader loader,
            ClusterPlanner planner,
            TransactionOperations transactions,
            Engine engine,
            Afterwards afterwards) {
        this.plans = stores.plans();
        this.drafts = stores.drafts();
        this.blobs = stores.blobs();
        this.applied = stores.applied();
        this.deliveries = stores.deliveries();
        this.revisions = stores.revisions();
        this.loader = loader;
        this.planner = planner;
        this.transactions = transactions;
        this.engine = engine;
        this.approvals = afterwards.approvals();
        this.finished = afterwards.finished();
    }

    /** Computes one plan if one is waiting. */
    boolean runDueOnce() {
        var claim = plans.claim(engine.owner(), engine.properties().lease());
        claim.ifPresent(this::compute);
        return claim.isPresent();
    }

    private void compute(Claim claim) {
        var lost = new AtomicBoolean();
        var heartbeat = Heartbeat.every(engine.properties().heartbeat(), () -> {
            if (!plans.renew(claim, engine.properties().lease())) {
                lost.set(true);
            }
        });
        try (heartbeat) {
            var pending = plans.pending(claim.plan());
            var inputs = loader.load(pending, plans.without(claim.plan()));
            var sources = plans.sources(claim.plan());
            Lanes.map(pending, engine.properties().clustersInFlight(), id -> {
                if (!lost.get()) {
                    one(claim, id, inputs, sources);
                }
                return id;
            });
            if (!lost.get()) {
                transactions.executeWithoutResult(status -> {
                    var now = engine.clock().instant();
                    if (plans.finish(claim, now, engine.properties().planLifetime())) {
                        approvals.ask(claim.plan());
                    }
                });
            }
        } catch (RuntimeException failed) {
            failed(claim, failed);
        } finally {
            finished.raise();
        }
    }

    private void failed(Claim claim, RuntimeException failed) {
        if (DatabaseFaults.passes(failed)) {
            // What is planned so far is kept; when the lease has run out, somebody goes on with the rest.
            LOG.warn("Plan {} was left, because the database is away: {}", claim.plan(), failed.getMessage());
            return;
        }
        LOG.error("Plan {} could not be computed", claim.plan(), failed);
        plans.fail(
                claim,
                "The plan could not be computed: " + failed.getClass().getSimpleName(),
                engine.clock().instant());
    }

    private void one(Claim claim, ClusterId id, Map<ClusterId, DesiredInputs> inputs, Map<ClusterId, UUID> sources) {
        var input = inputs.get(id);
        if (input == null) {
            transactions.executeWithoutResult(status -> failed(claim, id, "The cluster left the fleet."));
            return;
        }
        var earlier = Optional.ofNullable(sources.get(id)).map(revisions::stored);
        var known = applied.of(id);
        var draft = planner.plan(input, known, earlier);
        var news = inEffect(draft).stream()
                .filter(object -> !object.equals(known.get(object.ref())))
                .toList();
        try {
            transactions.executeWithoutResult(
                    status -> store(claim, input.cluster(), draft, news, earlier.isPresent()));
        } catch (DataAccessException refused) {
            if (DatabaseFaults.passes(refused)) {
                throw refused;
            }
            // Text of a cluster that the database does not take must not stop the other clusters.
            LOG.error(
                    "The plan of cluster {} could not be stored",
                    input.cluster().name(),
                    refused);
            transactions.executeWithoutResult(
                    status -> failed(claim, id, "What the cluster answered could not be stored."));
        }
    }

    private void failed(Claim claim, ClusterId id, String message) {
        if (plans.fence(claim)) {
            drafts.putStatus(claim.plan(), ClusterDraft.without(id, ClusterStatus.FAILED, message));
        }
    }

    private void store(Claim claim, Cluster cluster, ClusterDraft draft, List<AppliedObject> news, boolean rollsBack) {
        if (!plans.fence(claim)) {
            return;
        }
        blobs.put(draft.manifests());
        drafts.put(claim.plan(), cluster, draft);
        applied.put(cluster.id(), news, engine.clock().instant());
        if (draft.status() == ClusterStatus.EMPTY && !rollsBack) {
            draft.basis().ifPresent(basis -> deliveries.settle(cluster.id(), basis.generation(), basis.leftOut()));
        }
    }

    /** Unchanged objects prove themselves again next time without asking the API server. */
    private static List<AppliedObject> inEffect(ClusterDraft draft) {
        return draft.objects().stream()
                .filter(object -> object.action() == Action.UNCHANGED)
                .flatMap(object -> object
                        .digest()
                        .flatMap(digest -> object.live()
                                .map(seen -> new AppliedObject(
                                        object.ref(), digest, seen.uid(), seen.version(), seen.content())))
                        .stream())
                .toList();
    }
}
