package io.gauntlet.delivery;

import io.gauntlet.delivery.Rollout.WaveStatus;
import io.gauntlet.delivery.Strategy.OnFailure;
import io.gauntlet.delivery.WaveStore.Counts;
import io.gauntlet.delivery.WaveStore.State;
import io.gauntlet.delivery.WaveStore.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what a rollout does next: which wave is open, which targets may be started, whether it pauses, and when it has ended.
 * Everything is read from the database under the lock of the rollout, so any process can take the next step, and a step that
 * was taken before changes nothing.
 */
class RolloutConductor {

    /** Who pauses when too much has failed. */
    static final String ITSELF = "gauntlet";

    private final WaveStore waves;
    private final RolloutEnds ends;
    private final RolloutEvents events;
    private final Clock clock;

    RolloutConductor(WaveStore waves, RolloutEnds ends, RolloutEvents events, Clock clock) {
        this.waves = waves;
        this.ends = ends;
        this.events = events;
        this.clock = clock;
    }

    /** Locks the rollout until the transaction ends, before any of its targets. */
    void lock(RolloutId rollout) {
        waves.lock(rollout);
    }

    /** Tells of a new rollout and takes its first steps. In the caller's transaction. */
    void begin(RolloutId rollout, String reason) {
        events.rollout(rollout, FleetEvent.STARTED, reason, clock.instant());
        advance(rollout);
    }

    /** Takes every step that is possible now. In the caller's transaction; the status when the rollout ended with it. */
    Optional<Rollout.Status> advance(RolloutId rollout) {
        var state = waves.lock(rollout);
        if (state.isEmpty()) {
            return Optional.empty();
        }
        var now = clock.instant();
        if (state.get().aborting()) {
            ends.abortIdle(rollout, now);
        } else {
            step(rollout, state.get(), now);
        }
        return ends.finish(rollout, now);
    }

    private void step(RolloutId rollout, State state, Instant now) {
        if (state.paused()) {
            return;
        }
        var counts = waves.counts(rollout);
        var all = counts.values().stream().reduce(Counts.NONE, Counts::plus);
        if (state.onFailure() != OnFailure.CONTINUE
                && all.failed() + all.held() - state.tolerated() > state.maxFailures()) {
            if (all.pending() + all.held() > 0) {
                tooMany(rollout, state.onFailure(), now);
            }
            return;
        }
        if (all.held() > 0) {
            ends.giveUpHeld(rollout, now);
            counts = waves.counts(rollout);
        }
        release(rollout, state, openWave(rollout, counts, now), counts, now);
    }

    private void tooMany(RolloutId rollout, OnFailure policy, Instant now) {
        var why = ends.firstTrouble(rollout).orElse("Too many clusters failed.");
        if (policy == OnFailure.PAUSE) {
            pause(rollout, ITSELF, why, now);
            return;
        }
        waves.abort(rollout);
        if (policy == OnFailure.ROLL_BACK) {
            ends.wantRollback(rollout, why);
        }
        events.rollout(rollout, "aborting", why, now);
        ends.abortIdle(rollout, now);
    }

    /** Starts nothing more until somebody resumes; what was started is finished. */
    void pause(RolloutId rollout, String actor, String why, Instant now) {
        waves.pause(rollout, actor, why);
        events.targets(waves.takeBack(rollout), now);
        events.rollout(rollout, "paused", why, now);
    }

    /** Ends waves whose targets have ended and begins the next one; the wave that runs now. */
    private Optional<Step> openWave(RolloutId rollout, Map<Integer, Counts> counts, Instant now) {
        var steps = waves.steps(rollout);
        for (var number = 0; number < steps.size(); number++) {
            var step = steps.get(number);
            if (step.status() == WaveStatus.DONE) {
                continue;
            }
            if (step.status() == WaveStatus.WAITING) {
                if (step.opensAt().filter(at -> !at.isAfter(now)).isEmpty()) {
                    if (waves.hold(rollout, waitsFor(step)) && step.opensAt().isEmpty()) {
                        events.rollout(rollout, FleetEvent.WAITING, step.name(), now);
                    }
                    return Optional.empty();
                }
                waves.begin(rollout, step.number(), now);
                waves.hold(rollout, "");
                events.rollout(rollout, "wave", step.name(), now);
            }
            if (counts.getOrDefault(step.number(), Counts.NONE).open() > 0) {
                return Optional.of(step);
            }
            waves.done(rollout, step.number(), now);
            steps = next(rollout, steps, number, now);
        }
        return Optional.empty();
    }

    /** The wave after the one that ended may begin, if not a person has to open it, after its pause. */
    private List<Step> next(RolloutId rollout, List<Step> steps, int ended, Instant now) {
        if (ended + 1 == steps.size()
                || steps.get(ended + 1).opensAt().isPresent()
                || steps.get(ended + 1).manual()) {
            return steps;
        }
        var next = steps.get(ended + 1);
        waves.open(rollout, next.number(), now.plus(next.pause()), "");
        return waves.steps(rollout);
    }

    private static String waitsFor(Step step) {
        return step.opensAt().isPresent()
                ? "Wave '" + step.name() + "' begins at " + step.opensAt().get() + "."
                : "Wave '" + step.name() + "' waits until somebody opens it.";
    }

    private void release(
            RolloutId rollout, State state, Optional<Step> wave, Map<Integer, Counts> counts, Instant now) {
        if (wave.isEmpty()
                || counts.getOrDefault(wave.get().number(), Counts.NONE).pending() == 0) {
            return;
        }
        if (!Windows.open(state.windows(), now)) {
            waves.hold(rollout, "Outside the maintenance window.");
            return;
        }
        waves.hold(rollout, "");
        var active = counts.values().stream().mapToInt(Counts::active).sum();
        var free = state.maxInFlight().orElse(Integer.MAX_VALUE) - active;
        if (free > 0) {
            events.targets(waves.release(rollout, wave.get().number(), free), now);
        }
    }
}
