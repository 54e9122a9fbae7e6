package io.gauntlet.proof;

import io.gauntlet.kernel.Recent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What this process did to pods and what they said, so that a refusal of older files is not taken for one of the newest.
 * Bounded; what is forgotten is done once more.
 */
final class Touches {

    private static final int KEPT = 20_000;
    /** After this time a pod that was touched has its files, so a refusal is one of the newest. */
    private static final Duration RENEWED = Duration.ofSeconds(5);
    /** The same on kubelet's own clock. */
    private static final Duration KUBELET_CLOCK = Duration.ofSeconds(100);

    private final Clock clock;
    private final Map<String, Touch> touches = Recent.map(KEPT);

    Touches(Clock clock) {
        this.clock = clock;
    }

    /**
     * What was done to one pod for one expectation.
     *
     * @param digest     of the expectation
     * @param first      when it was touched for the first time
     * @param last       when it was touched last
     * @param atOnce     whether kubelet was told to renew the files, or does it on its own clock
     * @param reloadable whether the program may be told to reload
     * @param reloaded   when it was told to last
     * @param refusal    what it said to that, unless it obeyed
     * @param earlier    what it said for the expectation before
     * @param sound      whether its last reload was good before it was touched first: what it refuses later are newer files
     */
    record Touch(
            String digest,
            Instant first,
            Instant last,
            boolean atOnce,
            boolean reloadable,
            @Nullable Instant reloaded,
            @Nullable String refusal,
            @Nullable String earlier,
            boolean sound) {

        /**
         * What the program said about the files of this expectation. Words about one of these files by its name are; others
         * only when they were said after the files must have been there, for which the words of before need longer.
         *
         * @param files names with digests, which no file of other content has
         */
        Optional<String> proven(Set<String> files) {
            if (refusal == null || reloaded == null) {
                return Optional.empty();
            }
            var patience = atOnce && !refusal.equals(earlier) ? RENEWED : KUBELET_CLOCK;
            var about = files.stream().anyMatch(refusal::contains);
            return sound || about || !reloaded.isBefore(first.plus(patience)) ? Optional.of(refusal) : Optional.empty();
        }

        private Touch with(boolean may, @Nullable Instant when, @Nullable String said) {
            return new Touch(digest, first, last, atOnce, may, when, said, earlier, sound);
        }
    }

    Optional<Touch> of(String uid, String digest) {
        return Optional.ofNullable(touches.get(uid))
                .filter(touch -> touch.digest().equals(digest));
    }

    Duration since(@Nullable Instant moment) {
        return moment == null ? KUBELET_CLOCK : Duration.between(moment, clock.instant());
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * The pod was annotated, or could not be.
     *
     * @param sound whether its last reload was good before that
     */
    void touched(String uid, String digest, boolean atOnce, boolean sound) {
        var now = clock.instant();
        touches.compute(uid, (key, touch) -> {
            if (touch == null) {
                return new Touch(digest, now, now, atOnce, true, null, null, null, sound);
            }
            return touch.digest().equals(digest)
                    ? new Touch(
                            digest,
                            touch.first(),
                            now,
                            atOnce,
                            touch.reloadable(),
                            touch.reloaded(),
                            touch.refusal(),
                            touch.earlier(),
                            touch.sound())
                    : new Touch(digest, now, now, atOnce, true, null, null, touch.refusal(), sound);
        });
    }

    /** The program was told to reload; empty when it obeyed. */
    void reloaded(String uid, Optional<String> refusal) {
        var now = clock.instant();
        change(uid, touch -> touch.with(true, now, refusal.orElse(null)));
    }

    /** The program may not be told to reload; what it is known to refuse all the same. */
    void denied(String uid, Optional<String> refusal) {
        var now = clock.instant();
        change(uid, touch -> touch.with(false, now, refusal.orElse(null)));
    }

    private void change(String uid, UnaryOperator<Touch> change) {
        touches.computeIfPresent(uid, (key, touch) -> change.apply(touch));
    }
}
