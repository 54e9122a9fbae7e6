package io.gauntlet.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gauntlet.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvelopeVaultTests {

    private static final Secret SECRET = Secret.of("canary-7f3a91");
    private static final Vault.Place PLACE = new Vault.Place("cluster_credential", "sealed", new UUID(1, 2));

    @TempDir
    Path folder;

    @Test
    void whatIsSealedOpensAtItsPlace() {
        var vault = vault();
        assertThat(vault.open(vault.seal(SECRET, PLACE), PLACE)).isEqualTo(SECRET);
    }

    @Test
    void sealedBytesDoNotHoldTheSecretAndDifferEachTime() {
        var vault = vault();
        var sealed = vault.seal(SECRET, PLACE);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
        assertThat(sealed).isNotEqualTo(vault.seal(SECRET, PLACE));
    }

    @Test
    void everyChangedByteIsRefused() {
        var vault = vault();
        var sealed = vault.seal(SECRET, PLACE);
        for (var i = 0; i < sealed.length; i++) {
            var changed = sealed.clone();
            changed[i] ^= 1;
            assertThatExceptionOfType(SealBrokenException.class).isThrownBy(() -> vault.open(changed, PLACE));
        }
    }

    @Test
    void anotherRowColumnOrTableIsRefused() {
        var vault = vault();
        var sealed = vault.seal(SECRET, PLACE);
        for (var place : new Vault.Place[] {
            new Vault.Place("bucket", "sealed", PLACE.row()),
            new Vault.Place("cluster_credential", "other", PLACE.row()),
            new Vault.Place("cluster_credential", "sealed", new UUID(1, 3))
        }) {
            assertThatExceptionOfType(SealBrokenException.class).isThrownBy(() -> vault.open(sealed, place));
        }
    }

    @Test
    void anotherMasterKeyIsRefused() {
        var sealed = vault().seal(SECRET, PLACE);
        var other = new EnvelopeVault(new VaultProperties(null, folder.resolve("other")));
        assertThatExceptionOfType(SealBrokenException.class).isThrownBy(() -> other.open(sealed, PLACE));
    }

    @Test
    void theKeyIsMadeOnceAndReadByItsOwnerOnly() throws Exception {
        var sealed = vault().seal(SECRET, PLACE);
        assertThat(vault().open(sealed, PLACE)).isEqualTo(SECRET);
        assertThat(Files.getPosixFilePermissions(folder.resolve("key/master.key")))
                .hasSize(2);
    }

    @Test
    void thereIsNoDefaultKey() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new EnvelopeVault(new VaultProperties(null, null)))
                .withMessageContaining("GAUNTLET_MASTER_KEY_FILE");
    }

    @Test
    void aShortKeyIsRefusedWithTheCommandThatMakesOne() throws Exception {
        var file = Files.writeString(folder.resolve("short.key"), "c2hvcnQ=");
        assertThatIllegalStateException()
                .isThrownBy(() -> new EnvelopeVault(new VaultProperties(file, null)))
                .withMessageContaining("openssl rand -base64 32");
    }

    private Vault vault() {
        return new EnvelopeVault(new VaultProperties(null, folder.resolve("key")));
    }
}
