package io.gauntlet.delivery;

/** A promise that a history breaks. */
record Violation(Promise promise, String what) {

    /** What has to hold whatever is killed, stopped or cut off. */
    enum Promise {
        /** I1: the revision of a cluster never goes back. */
        NEVER_BACK,
        /** I2: every accepted write belongs to a rollout in the audit trail, and every end is there exactly once. */
        AUDITED,
        /** I3: a cluster has one owner at a time. */
        ONE_OWNER,
        /** I4: no object outside the inventory is touched. */
        INVENTORY,
        /** I5: what was acknowledged survives, and nothing is written without looking at what is there. */
        EDITS_SURVIVE,
        /** I6: green only with proof. */
        PROVEN,
        /** I7: no secret outside of Secrets. */
        NO_SECRETS,
        /** I8: everything ends without a person. */
        ENDS,
        /** Nothing is written that nobody approved. */
        APPROVED,
        /** The objects of a step come before those of the next one. */
        IN_ORDER,
        /** Nothing is changed twice, and no more is repeated than the step that was under way at a take-over. */
        ONCE
    }

    @Override
    public String toString() {
        return promise + ": " + what;
    }
}
