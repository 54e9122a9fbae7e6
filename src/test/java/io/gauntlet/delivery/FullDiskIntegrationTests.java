package io.gauntlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gauntlet.delivery.Trap.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of the tables is full in the middle of a push, and when there is room again the work ends by itself. Needs root, since
 * the disk is a small one in memory, and {@code -Ddisk.full=true}.
 */
@EnabledIfSystemProperty(named = "disk.full", matches = "true", disabledReason = "run as root with -Ddisk.full=true")
class FullDiskIntegrationTests {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration FULL = Duration.ofSeconds(5);

    private static int run(String... command) {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void aFullDiskStopsTheWorkUntilThereIsRoom(@TempDir Path folder) throws IOException {
        var disk = Files.createDirectory(folder.resolve("disk"));
        var mounted = run("mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "Only root can mount a small disk.");
        try (var postgres = new FaultyPostgres(folder)) {
            var place = Files.createDirectory(disk.resolve("tables"));
            try (var lab = new Laboratory(postgres.databaseIn(place, "small"))) {
                fillAndFree(lab, disk.resolve("ballast"));
            }
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static void fillAndFree(Laboratory lab, Path ballast) {
        var worker = lab.launch(LEASE, Duration.ZERO);
        worker.awaitWarm();
        worker.begin();
        lab.cluster("c1");
        KillScenario.CREATE.prepare(lab, "c1", worker);
        var freed = new CompletableFuture<Boolean>();
        lab.set(Trap.holding(Moment.BEFORE_THE_ANSWER, 10, process -> {
            fill(ballast);
            assertThatThrownBy(() -> lab.harness
                            .jdbc
                            .sql("create table filler as select repeat('x', 8000) from generate_series(1, 1000)")
                            .update())
                    .hasStackTraceContaining("No space left on device");
            CompletableFuture.delayedExecutor(FULL.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> freed.complete(ballast.toFile().delete()));
        }));
        var rollout = lab.ended(KillScenario.CREATE.ask(lab, "c1"));
        assertThat(lab.logs()).anyMatch(line -> line.contains("No space left on device"));
        assertThat(freed).as("the disk was full").isCompletedWithValue(true);
        assertThat(rollout.status()).isEqualTo(Rollout.Status.SUCCEEDED);
        assertThat(lab.wrong(Map.of("c1", KillScenario.full("c1")))).isEmpty();
    }

    private static void fill(Path ballast) {
        try (var out = Files.newOutputStream(ballast)) {
            for (var block = new byte[4096]; ; ) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}
