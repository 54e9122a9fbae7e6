package io.gauntlet.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A value that must not be shown. Its text form is masked, so that a log line or an error cannot give it away. */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The value itself; call it only where the secret is encrypted, rendered into a Secret object or sent as credential. */
    public String reveal() {
        return value;
    }

    public boolean isBlank() {
        return value.isBlank();
    }

    /** The last four characters of a long secret, for "stored, ends in"; nothing of one shorter than 12. */
    public String hint() {
        return value.length() < 12 ? "" : value.substring(value.length() - 4);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
