package io.gauntlet.delivery;

import io.gauntlet.kernel.Digest;
import java.nio.charset.StandardCharsets;

/** Fingerprints with a fixed key and no database. */
final class TestFingerprints {

    private TestFingerprints() {}

    static Fingerprints create() {
        return new Fingerprints(
                org.mockito.Mockito.mock(org.springframework.jdbc.core.simple.JdbcClient.class),
                org.mockito.Mockito.mock(io.gauntlet.vault.Vault.class),
                () -> new java.util.UUID(0, 0)) {

            @Override
            Digest keyed(byte[] value) {
                return Digest.of("key" + new String(value, StandardCharsets.UTF_8));
            }
        };
    }
}
