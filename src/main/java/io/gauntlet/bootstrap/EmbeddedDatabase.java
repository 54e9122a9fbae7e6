package io.gauntlet.bootstrap;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A PostgreSQL of this process, with its data in a folder that outlives it. Writes are durable (fsync on). One process owns
 * the folder: a second one is refused. A server that a killed process left behind is stopped before the new one starts.
 */
final class EmbeddedDatabase implements JdbcConnectionDetails {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    /** The major version is part of the folder's name: another major version cannot open its files. */
    private static final String DATA = "pg18";

    private final EmbeddedPostgres postgres;

    @SuppressWarnings("unused") // held open: the operating system frees the lock when the process ends, however it ends
    private final FileLock lock;

    private EmbeddedDatabase(EmbeddedPostgres postgres, FileLock lock) {
        this.postgres = postgres;
        this.lock = lock;
    }

    static EmbeddedDatabase start(Path home) {
        try {
            Files.createDirectories(home);
            var lock = lock(home);
            var data = home.resolve(DATA).toAbsolutePath();
            stopLeftover(data);
            var database = new EmbeddedDatabase(launch(home.toAbsolutePath(), data), lock);
            // After the application context, so that the connection pool is closed before its server.
            SpringApplication.getShutdownHandlers().add(database::close);
            LOG.info("Embedded PostgreSQL listens on port {}, data in {}", database.postgres.getPort(), data);
            return database;
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "The embedded PostgreSQL does not start in " + home.toAbsolutePath()
                            + ". As root it needs a usable `unshare`; else run as a normal user, or set spring.datasource.url.",
                    failed);
        }
    }

    private static EmbeddedPostgres launch(Path home, Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(home.resolve("pg-bin").toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C")
                // The library starts its server without durability, for tests; the last setting wins.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .start();
    }

    private static FileLock lock(Path home) throws IOException {
        var channel =
                FileChannel.open(home.resolve("instance.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IllegalStateException("Another Gauntlet uses the folder " + home.toAbsolutePath()
                    + ". Stop it, start in another folder, set gauntlet.home, or use an external database.");
        }
        return lock;
    }

    private static void stopLeftover(Path data) throws IOException {
        var pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        var lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,9}")) {
            return;
        }
        var leftover = ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(process -> process.info().command().orElse("").endsWith("postgres"));
        if (leftover.isPresent()) {
            LOG.warn(
                    "Stopping the PostgreSQL that a killed Gauntlet left behind (pid {})",
                    leftover.get().pid());
            leftover.get().destroy();
            try {
                leftover.get().onExit().get(30, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException stuck) {
                throw new IOException("The left-over PostgreSQL does not stop.", stuck);
            }
        }
    }

    private void close() {
        try {
            postgres.close();
        } catch (IOException failed) {
            LOG.warn("The embedded PostgreSQL did not stop cleanly", failed);
        }
    }

    @Override
    public String getUsername() {
        return "postgres";
    }

    @Override
    public String getPassword() {
        return "postgres";
    }

    @Override
    public String getJdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort()
                + "/postgres?reWriteBatchedInserts=true&socketTimeout=60";
    }
}
