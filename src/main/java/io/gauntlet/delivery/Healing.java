package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.ClusterDrift.Difference;
import io.gauntlet.delivery.DriftWork.Finding;
import io.gauntlet.delivery.HealStore.Basis;
import io.gauntlet.delivery.HealStore.Heal;
import io.gauntlet.delivery.HealStore.Item;
import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.rendering.Manifest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings back what differs: a rollout of the stored bytes of the applied revision, restricted to the differing objects, each
 * bound to the live object that was seen. It takes over fields, so that they belong to Gauntlet again.
 */
class Healing {

    private static final Logger LOG = LoggerFactory.getLogger(Healing.class);
    private static final int TOLD = 3;

    private final Stores stores;
    private final RolloutConductor conductor;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;
    private final PlansService.Parts parts;
    private final DriftProperties properties;

    /** The tables that a heal reads and writes. */
    record Stores(
            HealStore heals, DriftObjects objects, BlobStore blobs, Fingerprints fingerprints, RolloutEvents events) {}

    Healing(
            Stores stores,
            RolloutConductor conductor,
            TransactionOperations transactions,
            ApplicationEventPublisher events,
            PlansService.Parts parts,
            DriftProperties properties) {
        this.stores = stores;
        this.conductor = conductor;
        this.transactions = transactions;
        this.events = events;
        this.parts = parts;
        this.properties = properties;
    }

    /** Heals because the policy says so; empty when nothing is to be healed, or too much was healed of late. */
    Optional<RolloutId> automatic(Cluster cluster) {
        if (stores.objects().findings(cluster.id()).stream().noneMatch(Healing::curable)) {
            return Optional.empty();
        }
        Optional<RolloutId> healed = transactions.execute(status -> {
            var basis = stores.heals()
                    .lock(cluster.id())
                    .filter(locked -> locked.policy().heals());
            if (basis.isEmpty()) {
                return Optional.empty();
            }
            var peaceful = withoutFights(cluster, candidates(cluster.id(), basis.get()));
            if (peaceful.isEmpty()) {
                return Optional.empty();
            }
            if (!stores.heals().take(cluster.id())) {
                LOG.warn("Cluster {} was healed too often of late; it is healed later.", cluster.name());
                return Optional.empty();
            }
            var heal = create(cluster, basis.get(), peaceful, RolloutConductor.ITSELF);
            var now = now();
            heal.ifPresent(made -> peaceful.forEach(finding -> stores.heals()
                    .remember(made, finding.expected().ref(), finding.author().manager(), now)));
            return heal.map(Heal::rollout);
        });
        healed.ifPresent(rollout -> parts.signals().targetsDue().raise());
        return healed;
    }

    /** Heals because a person asked for it. */
    RolloutId byHand(Cluster cluster) {
        RolloutId healed = transactions.execute(status -> {
            var basis = stores.heals()
                    .lock(cluster.id())
                    .orElseThrow(() -> new DomainException.Conflict(
                            "A rollout works on this cluster or has just done so. Compare it again, then heal."));
            var fights = stores.heals().fights(cluster.id());
            var differing = candidates(cluster.id(), basis);
            var peaceful = differing.stream()
                    .filter(finding -> !fights.containsKey(finding.expected().ref()))
                    .toList();
            if (peaceful.isEmpty() && !differing.isEmpty()) {
                throw new DomainException.Conflict(
                        "Everything that differs is changed back after every heal. Resume healing first.");
            }
            return create(cluster, basis, peaceful, Actor.name())
                    .map(Heal::rollout)
                    .orElseThrow(() -> new DomainException.Conflict(
                            "Nothing differs that can be healed. Compare the cluster again to be sure."));
        });
        parts.signals().targetsDue().raise();
        return healed;
    }

    /** Judged by the present policy, differing in more than that leaves alone, and accepted by the API server. */
    private List<Finding> candidates(ClusterId cluster, Basis basis) {
        return stores.objects().findings(cluster).stream()
                .filter(finding -> finding.policy() == basis.version() && curable(finding))
                .toList();
    }

    private static boolean curable(Finding finding) {
        return !finding.tolerated() && finding.difference() != Difference.REFUSED;
    }

    private List<Finding> withoutFights(Cluster cluster, List<Finding> findings) {
        var now = now();
        var known = stores.heals().fights(cluster.id());
        var peaceful = new ArrayList<Finding>();
        for (var finding : findings) {
            var ref = finding.expected().ref();
            var manager = finding.author().manager();
            var times = stores.heals().heals(cluster.id(), ref, manager, now);
            if (known.containsKey(ref)) {
                continue;
            }
            if (times < limit(manager)) {
                peaceful.add(finding);
                continue;
            }
            stores.heals().fight(cluster.id(), ref, new ClusterDrift.Fight(manager, times, now));
            audit(cluster, "delivery.heal-stopped", Map.of("object", ref.toString(), "manager", manager));
            stores.events()
                    .cluster(
                            cluster.name(),
                            FleetEvent.FIGHT,
                            ref + " is changed back after every heal by '" + manager + "'.",
                            now);
            LOG.error("{} of cluster {} is changed back by '{}' after every heal", ref, cluster.name(), manager);
        }
        return peaceful;
    }

    /** People change things back too, and nobody tells who deletes; both are given more patience. */
    private int limit(String manager) {
        return manager.isEmpty() || manager.startsWith("kubectl")
                ? properties.fightTimesHand()
                : properties.fightTimes();
    }

    private Optional<Heal> create(Cluster cluster, Basis basis, List<Finding> findings, String actor) {
        var items = findings.stream().flatMap(finding -> item(finding).stream()).toList();
        if (items.isEmpty()) {
            return Optional.empty();
        }
        var rollout = new RolloutId(parts.ids().next());
        var heal = new Heal(rollout, cluster.id(), basis, actor, reason(findings), items);
        stores.heals().create(heal, now());
        conductor.begin(rollout, heal.reason());
        events.publishEvent(DeliveryEvent.ofRollout(
                rollout,
                "delivery.heal",
                Map.of(
                        "cluster", cluster.name().value(),
                        "objects", Integer.toString(items.size()),
                        "by", actor,
                        "reason", heal.reason())));
        return Optional.of(heal);
    }

    /** The stored bytes, without the fields that are left as they are; empty where these cannot be left out. */
    private Optional<Item> item(Finding finding) {
        var expected = finding.expected();
        if (finding.excepted().isEmpty()) {
            return Optional.of(new Item(expected.ref(), expected.step(), expected.digest(), finding.live()));
        }
        var object = (ObjectNode) Json.read(stores.blobs().get(expected.digest(), expected.ref()));
        for (var field : finding.excepted()) {
            if (!DriftPaths.remove(object, field)) {
                return Optional.empty();
            }
        }
        var bytes = Json.write(object).getBytes(StandardCharsets.UTF_8);
        var reduced = new Manifest(
                expected.ref(), Refs.phase(expected.step()), expected.component(), bytes, Digest.of(bytes));
        stores.blobs().put(List.of(reduced));
        return Optional.of(
                new Item(expected.ref(), expected.step(), stores.fingerprints().of(reduced), finding.live()));
    }

    private static String reason(List<Finding> findings) {
        var text = new StringBuilder("Heal: ");
        for (var finding : findings.subList(0, Math.min(TOLD, findings.size()))) {
            text.append(text.length() > 6 ? ", " : "").append(finding.expected().ref());
            text.append(finding.difference() == Difference.MISSING ? " is missing" : " was changed");
            if (!finding.author().manager().isEmpty()) {
                text.append(" by ").append(finding.author().manager());
            }
        }
        if (findings.size() > TOLD) {
            text.append(" and ").append(findings.size() - TOLD).append(" more");
        }
        var max = Rollouts.PushPlan.MAX_REASON;
        return text.length() <= max ? text.toString() : text.substring(0, max - 1) + "…";
    }

    private void audit(Cluster cluster, String action, Map<String, String> details) {
        events.publishEvent(DeliveryEvent.ofCluster(cluster.name().value(), action, details));
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
