package io.gauntlet.delivery.web;

import io.gauntlet.delivery.ClusterDrift;
import io.gauntlet.delivery.ClusterDrift.DriftedObject;
import io.gauntlet.delivery.DriftField;
import io.gauntlet.delivery.DriftPolicy;
import io.gauntlet.delivery.RolloutId;
import io.gauntlet.kernel.DomainException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a cluster differs from what was applied, as REST shows it; lists leave the objects out. */
record DriftResource(
        String cluster,
        String state,
        @Nullable Instant sweptAt,
        String failure,
        int revision,
        int compared,
        int drifted,
        String manager,
        PolicyResource policy,
        @Nullable UUID rollout,
        List<ObjectResource> objects) {

    /** What is done about it. */
    record PolicyResource(String mode, List<String> except) {

        static PolicyResource of(DriftPolicy policy) {
            return new PolicyResource(
                    Words.of(policy.mode()),
                    policy.except().stream().map(DriftField::text).toList());
        }
    }

    /** A policy as it is sent. */
    record PolicyRequest(@Nullable String mode, @Nullable List<String> except) {

        DriftPolicy policy() {
            return DriftResource.policy(mode, except == null ? List.of() : except);
        }
    }

    /** One object that differs. */
    record ObjectResource(
            String object,
            String component,
            String difference,
            boolean tolerated,
            List<String> fields,
            List<String> excepted,
            String diff,
            String message,
            String manager,
            String operation,
            @Nullable Instant changedAt,
            Instant firstSeen,
            Instant lastSeen,
            @Nullable FightResource fight) {

        static ObjectResource of(DriftedObject object) {
            return new ObjectResource(
                    object.ref().toString(),
                    object.component(),
                    Words.of(object.difference()),
                    object.tolerated(),
                    object.fields(),
                    object.excepted(),
                    object.diff(),
                    object.message(),
                    object.author().manager(),
                    object.author().operation(),
                    object.author().time().orElse(null),
                    object.firstSeen(),
                    object.lastSeen(),
                    object.fight().map(FightResource::of).orElse(null));
        }
    }

    /** Who changes an object back after every heal. */
    record FightResource(String manager, int times, Instant since) {

        static FightResource of(ClusterDrift.Fight fight) {
            return new FightResource(fight.manager(), fight.times(), fight.since());
        }
    }

    static DriftResource of(ClusterDrift drift) {
        return new DriftResource(
                drift.cluster().value(),
                Words.of(drift.state()),
                drift.sweptAt().orElse(null),
                drift.failure(),
                drift.revision(),
                drift.compared(),
                drift.drifted(),
                drift.manager(),
                PolicyResource.of(drift.policy()),
                drift.rollout().map(RolloutId::value).orElse(null),
                drift.objects().stream().map(ObjectResource::of).toList());
    }

    /** @throws DomainException.Invalid for an unknown mode or a field that is none */
    static DriftPolicy policy(@Nullable String mode, List<String> except) {
        for (var known : DriftPolicy.Mode.values()) {
            if (Words.of(known).equals(mode)) {
                return new DriftPolicy(
                        known, except.stream().map(DriftField::new).toList());
            }
        }
        throw DomainException.Invalid.of("mode", "This policy is not known.", "Send report, heal or heal_except.");
    }

    /** Null for all. */
    static ClusterDrift.@Nullable State state(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        for (var known : ClusterDrift.State.values()) {
            if (Words.of(known).equals(text)) {
                return known;
            }
        }
        throw DomainException.Invalid.of(
                "state", "This state is not known.", "Ask for in_sync, drifted, fight or unknown.");
    }
}
