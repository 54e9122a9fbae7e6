package io.gauntlet.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The programs whose judgement counts: promtool, amtool, thanos, kubectl. */
final class Oracles {

    private static final String INSTALL = "put promtool, amtool, thanos and kubectl into the directory that "
            + "GAUNTLET_ORACLES names (in the lab: install oracle)";

    private Oracles() {}

    /** The program, or the end of the test: skipped with the reason, failed where programs are required. */
    static Path program(String name) {
        var file = directory().resolve(name);
        require(Files.isExecutable(file), name + " is not installed: " + INSTALL);
        return file;
    }

    static void require(boolean present, String reason) {
        if (Boolean.parseBoolean(System.getenv("GAUNTLET_REQUIRE_ORACLES"))) {
            assertThat(present).as(reason).isTrue();
        }
        Assumptions.assumeTrue(present, reason);
    }

    private static Path directory() {
        var home = Optional.ofNullable(System.getenv("GAUNTLET_LAB_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "gauntlet-lab"));
        return Optional.ofNullable(System.getenv("GAUNTLET_ORACLES"))
                .map(Path::of)
                .orElse(home.resolve("bin"));
    }

    /** Runs the program and expects that it finds nothing wrong; gives back what it said. */
    static String accepts(Path directory, String program, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(program(program).toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var said = read(process);
        assertThat(process.waitFor()).as(program + ": " + said).isZero();
        return said;
    }

    private static String read(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
