package io.gauntlet.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Calls that wait for a cluster, all at the same time. */
final class SideBySide {

    private SideBySide() {}

    /** The results in the order of the calls; the first exception of a call when all have ended. */
    static <T> List<T> all(List<Supplier<T>> calls) {
        var pending = new ArrayList<Future<T>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var call : calls) {
                pending.add(threads.submit(call::get));
            }
        }
        return pending.stream().map(SideBySide::result).toList();
    }

    private static <T> T result(Future<T> ended) {
        if (ended.state() == Future.State.SUCCESS) {
            return ended.resultNow();
        }
        throw ended.exceptionNow() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(ended.exceptionNow());
    }
}
