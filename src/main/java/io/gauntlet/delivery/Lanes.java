package io.gauntlet.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs calls side by side on virtual threads, never more than a number of them at the same time. */
final class Lanes {

    private Lanes() {}

    /**
     * The results in the order of the inputs. All calls are finished when this returns or throws; the first failure is thrown,
     * and after one nothing more is started.
     */
    static <T, R> List<R> map(List<T> inputs, int width, Function<T, R> call) {
        if (inputs.size() == 1) {
            return List.of(call.apply(inputs.getFirst()));
        }
        var lanes = new Semaphore(width);
        var failed = new AtomicBoolean();
        var futures = new ArrayList<Future<R>>(inputs.size());
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var input : inputs) {
                futures.add(executor.submit(() -> {
                    lanes.acquire();
                    try {
                        if (failed.get()) {
                            throw new IllegalStateException("another call failed");
                        }
                        return call.apply(input);
                    } catch (RuntimeException | Error failure) {
                        failed.set(true);
                        throw failure;
                    } finally {
                        lanes.release();
                    }
                }));
            }
        }
        return results(futures);
    }

    private static <R> List<R> results(List<Future<R>> futures) {
        var results = new ArrayList<R>(futures.size());
        RuntimeException first = null;
        for (var future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException failure) {
                first = moreTelling(first, failure.getCause());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", interrupted);
            }
        }
        if (first != null) {
            throw first;
        }
        return results;
    }

    private static RuntimeException moreTelling(@Nullable RuntimeException first, @Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        var failure = cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
        var follower = failure.getClass() == IllegalStateException.class;
        return first == null || (first.getClass() == IllegalStateException.class && !follower) ? failure : first;
    }
}
