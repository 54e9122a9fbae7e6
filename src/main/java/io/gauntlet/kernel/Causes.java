package io.gauntlet.kernel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The causes of a failure, which may be wrapped many times over. */
public final class Causes {

    /** Chains are cut here, so that one that leads back to itself ends. */
    private static final int DEEPEST = 20;

    private Causes() {}

    /** The failure itself or the nearest of its causes that is of the type. */
    public static <T extends Throwable> Optional<T> find(Throwable failed, Class<T> type) {
        @Nullable Throwable cause = failed;
        for (var depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}
