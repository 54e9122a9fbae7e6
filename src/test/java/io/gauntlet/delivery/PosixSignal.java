package io.gauntlet.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that Java cannot send by itself. */
enum PosixSignal {
    STOP,
    CONT,
    INT,
    QUIT,
    KILL;

    /** Returns when it is sent. */
    void to(long pid) {
        try {
            var code = new ProcessBuilder("kill", "-" + name(), Long.toString(pid))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("process " + pid + " could not be sent " + name());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** To a process and all that it has started. */
    void toAll(long pid) {
        to(pid);
        ProcessHandle.of(pid).orElseThrow().descendants().forEach(child -> to(child.pid()));
    }
}
