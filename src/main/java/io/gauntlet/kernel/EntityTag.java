package io.gauntlet.kernel;

import org.jspecify.annotations.Nullable;

/** Versions of stored things as HTTP entity tags (RFC 9110): {@code "7"} for version 7. */
public final class EntityTag {

    private EntityTag() {}

    public static String of(int version) {
        return "\"" + version + "\"";
    }

    /**
     * The version that an {@code If-Match} header names.
     *
     * @throws DomainException.VersionRequired without a header
     * @throws DomainException.Invalid where it is not one of our tags
     */
    public static int version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw new DomainException.VersionRequired();
        }
        var text = ifMatch.strip();
        if (text.matches("\"\\d{1,9}\"")) {
            return Integer.parseInt(text.substring(1, text.length() - 1));
        }
        throw DomainException.Invalid.of(
                "If-Match", "The entity tag is not one of ours.", "Send the ETag header of the last read unchanged.");
    }

    /** Throws {@link DomainException.Stale} unless the stored version is the one that the caller read. */
    public static void requireMatch(int expected, int stored, String kind, Object key) {
        if (expected != stored) {
            throw new DomainException.Stale(kind, key);
        }
    }
}
