package io.gauntlet.delivery;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A PostgreSQL server of a test's own that can be stopped, killed, frozen and started again with the same data and port. */
final class FaultyPostgres implements AutoCloseable {

    private static final int PATIENCE = 30;

    private final Path folder;
    private EmbeddedPostgres server;
    private final int port;

    /** @param folder an empty one, which the caller deletes */
    FaultyPostgres(Path folder) {
        this.folder = folder;
        server = start(0);
        port = server.getPort();
    }

    private EmbeddedPostgres start(int wanted) {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                // The library starts its servers without durability; the product does not.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C");
        if (wanted != 0) {
            builder.setPort(wanted);
        }
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A new database on it. */
    DeliveryHarness.Database database(String name) {
        return database(name, "");
    }

    /** A new database whose tables and indexes lie in this folder. */
    DeliveryHarness.Database databaseIn(Path place, String name) {
        execute("create tablespace " + name + " location '" + place + "'");
        return database(name, " tablespace " + name);
    }

    private DeliveryHarness.Database database(String name, String options) {
        execute("create database " + name + options);
        return new DeliveryHarness.Database("jdbc:postgresql://127.0.0.1:" + port + "/" + name, "postgres", "postgres");
    }

    private void execute(String sql) {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Sends a signal to the server that ends it: INT for a fast stop, QUIT for an immediate one, KILL for none at all. */
    void end(PosixSignal signal) {
        var process = postmaster();
        var all = new ArrayList<>(process.descendants().toList());
        all.add(process);
        signal.to(process.pid());
        all.forEach(FaultyPostgres::awaitEnd);
        close();
    }

    /** The program that started it has ended long ago. */
    private ProcessHandle postmaster() {
        try (var lines = Files.lines(folder.resolve("data/postmaster.pid"))) {
            var pid = Long.parseLong(lines.findFirst().orElseThrow().strip());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException stuck) {
            throw new IllegalStateException("process " + process.pid() + " does not end", stuck);
        }
    }

    /** Starts it again after {@link #end}. */
    void start() {
        server = start(port);
    }

    /** All its processes stand still. */
    void freeze() {
        PosixSignal.STOP.toAll(postmaster().pid());
    }

    void thaw() {
        PosixSignal.CONT.toAll(postmaster().pid());
    }

    /** Ends every connection of the processes of a laboratory; how many there were. */
    int terminateWorkers() {
        return JdbcClient.create(server.getPostgresDatabase())
                .sql("""
                select pg_terminate_backend(pid) from pg_stat_activity
                where backend_type = 'client backend' and application_name ~ '^p[0-9]+$'""")
                .query(Boolean.class)
                .list()
                .size();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
