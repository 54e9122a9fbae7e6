package io.gauntlet.delivery;

import io.gauntlet.delivery.RolloutEnds.Move;
import io.gauntlet.delivery.WaveStore.State;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionOperations;

/** Does what people ask of running rollouts; each is audited in the same transaction. */
class RolloutControlService implements RolloutControl {

    private static final int MAX_REASON = 500;

    private final RolloutsService.RolloutTables tables;
    private final RolloutConductor conductor;
    private final ProofStore proofs;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;
    private final PlansService.Parts parts;

    RolloutControlService(
            RolloutsService.Conducted conducted,
            ProofStore proofs,
            TransactionOperations transactions,
            ApplicationEventPublisher events,
            PlansService.Parts parts) {
        this.tables = conducted.tables();
        this.conductor = conducted.conductor();
        this.proofs = proofs;
        this.transactions = transactions;
        this.events = events;
        this.parts = parts;
    }

    @Override
    public Rollout pause(RolloutId id, String reason) {
        return change(id, state -> {
            if (state.paused()) {
                throw new DomainException.Conflict("The rollout is paused already.");
            }
            var why = reason(reason);
            conductor.pause(id, Actor.name(), why, now());
            audit(id, "delivery.paused", Map.of("reason", why));
        });
    }

    @Override
    public Rollout resume(RolloutId id) {
        return change(id, state -> {
            if (!state.paused()) {
                throw new DomainException.Conflict("The rollout is not paused.");
            }
            tables.waves().resume(id);
            tables.ends().askHeldAgain(id, now());
            tables.events().rollout(id, "resumed", "", now());
            audit(id, "delivery.resumed", Map.of());
        });
    }

    @Override
    public Rollout openWave(RolloutId id, int wave) {
        return change(id, state -> {
            var step = tables.waves().steps(id).stream()
                    .filter(other -> other.status() != Rollout.WaveStatus.DONE)
                    .findFirst()
                    .filter(next -> next.number() == wave && next.status() == Rollout.WaveStatus.WAITING)
                    .orElseThrow(() -> new DomainException.Conflict("Wave " + wave + " is not the one that waits."));
            tables.waves().open(id, wave, now(), Actor.name());
            audit(id, "delivery.wave-opened", Map.of("wave", step.name()));
        });
    }

    @Override
    public Rollout retry(RolloutId id, ResourceName cluster) {
        return change(id, state -> {
            var target = target(id, cluster);
            if (!tables.ends().move(id, target, Move.RETRY, now())) {
                throw new DomainException.Conflict("The cluster '" + cluster
                        + "' has not failed, is not held and waits for no try, or another rollout works on it.");
            }
            tables.ends().reopen(target);
            audit(id, "delivery.retried", Map.of("cluster", cluster.value()));
        });
    }

    @Override
    public Rollout skip(RolloutId id, ResourceName cluster, String reason) {
        return change(id, state -> {
            if (!tables.ends().move(id, target(id, cluster), Move.SKIP, now())) {
                throw new DomainException.Conflict(
                        "The cluster '" + cluster + "' is being worked on or has ended; pause or abort the rollout.");
            }
            audit(id, "delivery.skipped", Map.of("cluster", cluster.value(), "reason", reason(reason)));
        });
    }

    @Override
    public List<TargetEvidence> evidence(RolloutId id, Optional<ResourceName> cluster) {
        tables.queries().status(id);
        return proofs.of(id, cluster);
    }

    @Override
    public List<RolloutEvent> timeline(RolloutId id) {
        tables.queries().status(id);
        return tables.events().timeline(id);
    }

    private Rollout change(RolloutId id, Consumer<State> what) {
        transactions.executeWithoutResult(status -> {
            tables.queries().status(id);
            what.accept(tables.waves()
                    .lock(id)
                    .orElseThrow(() -> new DomainException.Conflict("The rollout has ended already.")));
            conductor.advance(id);
        });
        parts.signals().rolloutsChanged().raise();
        parts.signals().targetsDue().raise();
        return tables.queries().get(id);
    }

    private UUID target(RolloutId id, ResourceName cluster) {
        return tables.queries()
                .target(id, cluster)
                .orElseThrow(() -> new DomainException.NotFound("cluster of the rollout", cluster));
    }

    private void audit(RolloutId id, String action, Map<String, String> details) {
        events.publishEvent(DeliveryEvent.ofRollout(id, action, details));
    }

    private Instant now() {
        return parts.clock().instant();
    }

    private static String reason(String reason) {
        if (reason.isBlank()) {
            throw DomainException.Invalid.of("reason", "The reason is empty.", "Say in a few words why.");
        }
        if (reason.length() > MAX_REASON) {
            throw DomainException.Invalid.of(
                    "reason", "The reason is too long.", "Use at most " + MAX_REASON + " characters.");
        }
        return reason.strip();
    }
}
