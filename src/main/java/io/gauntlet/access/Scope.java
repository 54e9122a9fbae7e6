package io.gauntlet.access;

import io.gauntlet.kernel.DomainException;
import java.util.Locale;

/** What a token may be used for, whatever its role. */
public enum Scope {
    /** Requests that change nothing. */
    READ,
    WRITE;

    /** The authority of callers who may only read; the security chain refuses their writes. */
    public static final String READ_ONLY_AUTHORITY = "SCOPE_READ_ONLY";

    /** Lower case, as people and the API write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@code text} in any case.
     *
     * @throws DomainException.Invalid for the field {@code scope}
     */
    public static Scope parse(String text) {
        for (var scope : values()) {
            if (scope.name().equalsIgnoreCase(text)) {
                return scope;
            }
        }
        throw DomainException.Invalid.of("scope", "There is no such scope.", "Use read or write.");
    }
}
