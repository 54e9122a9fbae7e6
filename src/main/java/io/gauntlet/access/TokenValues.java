package io.gauntlet.access;

import io.gauntlet.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** The text of API tokens: {@code gnt_} and 256 random bits. Their hash needs no salt and no slowness. */
final class TokenValues {

    private static final Pattern SYNTAX = Pattern.compile("\\p{Graph}{20,512}");

    private TokenValues() {}

    static Secret generate(SecureRandom random) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Secret.of("gnt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Whether {@code text} can be a token at all; anything else is refused without asking the database. */
    static boolean isPlausible(String text) {
        return SYNTAX.matcher(text).matches();
    }

    static byte[] hash(String value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
