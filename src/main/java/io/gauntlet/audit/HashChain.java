package io.gauntlet.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoField;

/** The hash of an entry and of everything before it. Each part is preceded by its length, so no two entries look alike. */
final class HashChain {

    static final byte[] START = new byte[32];

    private HashChain() {}

    static byte[] next(byte[] previous, AuditEntry entry) {
        var digest = sha256();
        digest.update(previous);
        number(digest, entry.seq());
        number(digest, entry.at().getEpochSecond());
        number(digest, entry.at().getLong(ChronoField.MICRO_OF_SECOND));
        text(digest, entry.actor());
        text(digest, entry.source());
        text(digest, entry.action());
        text(digest, entry.subjectType());
        text(digest, entry.subject());
        number(digest, entry.details().size());
        entry.details().forEach((name, value) -> {
            text(digest, name);
            text(digest, value);
        });
        return digest.digest();
    }

    private static void text(MessageDigest digest, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        number(digest, bytes.length);
        digest.update(bytes);
    }

    private static void number(MessageDigest digest, long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
