package io.gauntlet.vault;

import io.gauntlet.kernel.Secret;
import java.util.UUID;

/**
 * Seals secrets for storage. A sealed value opens only with the master key it was made under and only for the same place
 * (table, column, row): moved to another row or column it is refused.
 */
public interface Vault {

    /** Where a sealed value is stored; part of what is authenticated. */
    record Place(String table, String column, UUID row) {}

    byte[] seal(Secret secret, Place place);

    /**
     * @throws SealBrokenException when the bytes were changed, moved, or sealed under another master key
     */
    Secret open(byte[] sealed, Place place);
}
