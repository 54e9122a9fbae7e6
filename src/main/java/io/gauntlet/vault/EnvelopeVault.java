package io.gauntlet.vault;

import io.gauntlet.kernel.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Envelopes of the form {@code version(1) keyId(8) nonce(12) wrappedKey(48) nonce(12) ciphertext+tag}. The data key is random
 * per value, so a master key is changed by wrapping data keys anew.
 */
@Component
class EnvelopeVault implements Vault {

    private static final byte VERSION = 1;
    private static final int KEY_ID = 8;
    private static final int NONCE = 12;
    private static final int WRAPPED = 48;
    private static final int HEADER = 1 + KEY_ID + NONCE + WRAPPED + NONCE;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec master;
    private final byte[] keyId;

    EnvelopeVault(VaultProperties properties) {
        this.master = MasterKey.load(properties);
        this.keyId = keyId(master);
    }

    @Override
    public byte[] seal(Secret secret, Place place) {
        var context = context(place);
        var dataKey = bytes(32);
        var keyNonce = bytes(NONCE);
        var nonce = bytes(NONCE);
        try {
            var wrapped = crypt(Cipher.ENCRYPT_MODE, master, keyNonce, context, dataKey);
            var sealed = crypt(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(dataKey, "AES"),
                    nonce,
                    context,
                    secret.reveal().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(HEADER + sealed.length)
                    .put(VERSION)
                    .put(keyId)
                    .put(keyNonce)
                    .put(wrapped)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-GCM", impossible);
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    @Override
    public Secret open(byte[] sealed, Place place) {
        if (sealed.length < HEADER + TAG_BITS / 8
                || sealed[0] != VERSION
                || !MessageDigest.isEqual(keyId, Arrays.copyOfRange(sealed, 1, 1 + KEY_ID))) {
            throw new SealBrokenException(place);
        }
        var context = context(place);
        var buffer = ByteBuffer.wrap(sealed, 1 + KEY_ID, sealed.length - 1 - KEY_ID);
        try {
            var keyNonce = take(buffer, NONCE);
            var dataKey = crypt(Cipher.DECRYPT_MODE, master, keyNonce, context, take(buffer, WRAPPED));
            var nonce = take(buffer, NONCE);
            var plain = crypt(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(dataKey, "AES"),
                    nonce,
                    context,
                    take(buffer, buffer.remaining()));
            return Secret.of(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException broken) {
            throw new SealBrokenException(place);
        }
    }

    private static byte[] take(ByteBuffer buffer, int length) {
        var part = new byte[length];
        buffer.get(part);
        return part;
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] crypt(int mode, SecretKeySpec key, byte[] nonce, byte[] context, byte[] input)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher.doFinal(input);
    }

    private static byte[] context(Place place) {
        return (place.table() + "\0" + place.column() + "\0" + place.row()).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] keyId(SecretKeySpec key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("gauntlet master key id".getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(key.getEncoded()), KEY_ID);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
