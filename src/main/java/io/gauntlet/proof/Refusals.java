package io.gauntlet.proof;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this process did to pods and what they said, so that a refusal of an older configuration is not taken for one of the
 * newest. Bounded; what is forgotten is done once more.
 */
final class Refusals {

    private static final int KEPT = 20_000;

    private final Map<String, Touch> touches = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Touch> eldest) {
            return size() > KEPT;
        }
    });

    /**
     * @param digest   of the expectation for which the pod was touched
     * @param nanos    {@link System#nanoTime} of that moment
     * @param atOnce   whether kubelet was told to renew the files, or does it on its own clock
     * @param refusal  what the program said to the last reload after that
     */
    record Touch(String digest, long nanos, boolean atOnce, Optional<String> refusal) {

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - nanos);
        }
    }

    Optional<Touch> of(String uid, String digest) {
        return Optional.ofNullable(touches.get(uid))
                .filter(touch -> touch.digest().equals(digest));
    }

    void touched(String uid, String digest, boolean atOnce) {
        touches.put(uid, new Touch(digest, System.nanoTime(), atOnce, Optional.empty()));
    }

    void said(String uid, Optional<String> refusal) {
        touches.computeIfPresent(
                uid, (key, touch) -> new Touch(touch.digest(), touch.nanos(), touch.atOnce(), refusal));
    }
}
