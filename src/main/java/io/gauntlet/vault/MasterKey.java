package io.gauntlet.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the master key, or makes it once where that is allowed. There is no default key. */
final class MasterKey {

    private static final Logger LOG = LoggerFactory.getLogger(MasterKey.class);
    private static final int BYTES = 32;

    private MasterKey() {}

    static SecretKeySpec load(VaultProperties properties) {
        if (properties.masterKeyFile() != null) {
            return read(properties.masterKeyFile());
        }
        if (properties.generateKeyIn() != null) {
            var file = properties.generateKeyIn().resolve("master.key");
            if (!Files.exists(file)) {
                create(file);
            }
            return read(file);
        }
        throw new IllegalStateException(
                "With an external database the key that encrypts stored credentials must be given: set"
                        + " GAUNTLET_MASTER_KEY_FILE to a file with 32 random bytes in base64 (openssl rand -base64 32 > master.key).");
    }

    private static SecretKeySpec read(Path file) {
        try {
            var bytes = Base64.getDecoder()
                    .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (bytes.length != BYTES) {
                throw new IllegalStateException("The master key in " + file + " has " + bytes.length
                        + " bytes instead of 32. Make one with: openssl rand -base64 32");
            }
            return new SecretKeySpec(bytes, "AES");
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalStateException(
                    "The master key in " + file + " is not base64. Make one with: openssl rand -base64 32", notBase64);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The master key file " + file + " cannot be read.", unreadable);
        }
    }

    private static void create(Path file) {
        var key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file, ownerOnly(file));
            Files.writeString(file, Base64.getEncoder().encodeToString(key) + "\n", StandardOpenOption.WRITE);
            LOG.info("Made a master key in {}. Stored credentials cannot be read without it: back it up.", file);
        } catch (FileAlreadyExistsException madeMeanwhile) {
            LOG.debug("The master key was made by another thread", madeMeanwhile);
        } catch (IOException failed) {
            throw new UncheckedIOException("The master key cannot be made in " + file, failed);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
