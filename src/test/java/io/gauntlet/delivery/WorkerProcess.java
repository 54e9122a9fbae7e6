package io.gauntlet.delivery;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real process that runs {@link WorkerMain}, and the signals that can be sent to it. */
final class WorkerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final Process process;
    private final BufferedWriter input;
    private final LinkedBlockingQueue<String> words = new LinkedBlockingQueue<>();
    private final List<String> printed = new ArrayList<>();

    private WorkerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(() -> listen(process.inputReader(StandardCharsets.UTF_8)));
    }

    /** Starts a process that is wired but does not work yet. */
    static WorkerProcess launch(WorkerMain.Settings settings) {
        var java = ProcessHandle.current().info().command().orElse("java");
        var builder = new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classPath(),
                WorkerMain.class.getName(),
                settings.text());
        builder.redirectErrorStream(true);
        try {
            return new WorkerProcess(settings.name(), builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * That of this process, which Surefire hides behind a jar and tells in a property; before it a setting that lets fakes be
     * made without an agent, which takes longer to start than everything else.
     */
    private static String classPath() {
        var resource = WorkerProcess.class.getResource("/worker");
        var light = new File(Objects.requireNonNull(resource).getPath()).getPath();
        return light
                + File.pathSeparator
                + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    String name() {
        return name;
    }

    private void listen(BufferedReader output) {
        try (output) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                if (List.of(WorkerMain.WARM, WorkerMain.READY, WorkerMain.TOLD).contains(line)) {
                    words.add(line);
                } else {
                    synchronized (printed) {
                        printed.add(line);
                    }
                }
            }
        } catch (IOException killed) {
            words.add("GONE");
        }
    }

    void awaitWarm() {
        expect(WorkerMain.WARM);
    }

    /** Tells it of a cluster, or of something new that a cluster should run. */
    void learn(StackLine stack) {
        say(stack.text());
        expect(WorkerMain.TOLD);
    }

    /** Lets it work; returns when it does. */
    void begin() {
        say(WorkerMain.START);
        expect(WorkerMain.READY);
    }

    private void say(String line) {
        try {
            input.write(line);
            input.newLine();
            input.flush();
        } catch (IOException dead) {
            throw new UncheckedIOException(name + " is dead: " + printed(), dead);
        }
    }

    private void expect(String word) {
        try {
            var said = words.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!word.equals(said)) {
                throw new IllegalStateException(name + " said " + said + " instead of " + word + ": " + printed());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** What it has printed besides. */
    List<String> printed() {
        synchronized (printed) {
            return List.copyOf(printed);
        }
    }

    /** SIGKILL; returns when it is dead. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGSTOP: it stands still without knowing. */
    void freeze() {
        PosixSignal.STOP.to(process.pid());
    }

    /** SIGCONT. */
    void thaw() {
        PosixSignal.CONT.to(process.pid());
    }

    @Override
    public void close() {
        kill();
    }
}
