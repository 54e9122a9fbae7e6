package io.gauntlet.change;

import org.jspecify.annotations.Nullable;

/**
 * Why documents are saved on this thread, where it is not simply because somebody saves them.
 *
 * @param trial   whether the transaction is rolled back in any case, so that nothing is written down
 * @param reverts the change that is taken back
 * @param reason  why it is
 */
record Occasion(boolean trial, @Nullable Long reverts, String reason) {

    private static final ScopedValue<Occasion> CURRENT = ScopedValue.newInstance();
    private static final Occasion SAVE = new Occasion(false, null, "");

    static Occasion current() {
        return CURRENT.orElse(SAVE);
    }

    void run(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }
}
