package io.gauntlet.delivery;

import io.gauntlet.kernel.Signal;

/** What threads of this process tell each other. */
record Signals(Signal plansWaiting, Signal plansComputed, Signal targetsDue, Signal rolloutsChanged) {

    static Signals create() {
        return new Signals(new Signal(), new Signal(), new Signal(), new Signal());
    }
}
