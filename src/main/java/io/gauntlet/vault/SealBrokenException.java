package io.gauntlet.vault;

/** A stored secret that does not open: changed, moved to another row, or sealed under another master key. */
public final class SealBrokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SealBrokenException(Vault.Place place) {
        super("The secret in " + place.table() + "." + place.column() + " of row " + place.row()
                + " does not open with the configured master key.");
    }
}
