package io.gauntlet.delivery;

import org.springframework.transaction.support.TransactionOperations;

/** Lets rollouts go on that wait for a moment: the pause before a wave, or a maintenance window. */
class WaveWorker {

    private final WaveStore waves;
    private final RolloutConductor conductor;
    private final TransactionOperations transactions;
    private final Signals signals;

    WaveWorker(WaveStore waves, RolloutConductor conductor, TransactionOperations transactions, Signals signals) {
        this.waves = waves;
        this.conductor = conductor;
        this.transactions = transactions;
        this.signals = signals;
    }

    void advanceWaiting() {
        for (var rollout : waves.waiting()) {
            transactions.executeWithoutResult(status -> conductor.advance(rollout));
            signals.targetsDue().raise();
            signals.rolloutsChanged().raise();
        }
    }
}
