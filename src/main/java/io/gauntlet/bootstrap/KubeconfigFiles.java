package io.gauntlet.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes kubeconfigs of simulated clusters, readable by their owner alone because they hold tokens. */
final class KubeconfigFiles {

    private final Path folder;

    /** The folder is made when it is missing. */
    KubeconfigFiles(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException("gauntlet.sandbox.kubeconfigs: " + folder + " cannot be made", failed);
        }
    }

    /** @param name of the cluster; the file is {@code <name>.yaml} and is never seen half-written */
    void write(String name, String kubeconfig) {
        try {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            var draft = Files.createTempFile(folder, name, ".tmp", owner);
            Files.writeString(draft, kubeconfig);
            Files.move(
                    draft,
                    folder.resolve(name + ".yaml"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("The kubeconfig of " + name + " cannot be written to " + folder, failed);
        }
    }
}
