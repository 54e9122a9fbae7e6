package io.gauntlet.cluster;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads private keys of kubeconfigs: PKCS#8, PKCS#1 (RSA) and SEC 1 (EC), unencrypted PEM. Nothing is read from files. */
final class PemKeys {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]{1,20000})-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final byte[] RSA = {
        0x30, 0x0d, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
    };
    private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 4;
    private static final int PARAMETERS = 0xa0;

    private PemKeys() {}

    /** The first private key in the text; empty when there is none that can be used. */
    static Optional<PrivateKey> read(String pem) {
        var block = BLOCK.matcher(pem);
        if (!block.find()) {
            return Optional.empty();
        }
        try {
            var der = Base64.getMimeDecoder().decode(block.group(2));
            var pkcs8 = switch (block.group(1)) {
                case "RSA PRIVATE KEY" -> wrap(RSA, der);
                case "EC PRIVATE KEY" -> wrap(der(SEQUENCE, EC, curve(der)), der);
                default -> der;
            };
            return decode(pkcs8);
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException broken) {
            return Optional.empty();
        }
    }

    private static Optional<PrivateKey> decode(byte[] pkcs8) {
        return ALGORITHMS.stream()
                .flatMap(algorithm -> decode(algorithm, pkcs8).stream())
                .findFirst();
    }

    /** Empty when it is a key of another algorithm. */
    private static Optional<PrivateKey> decode(String algorithm, byte[] pkcs8) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException other) {
            return Optional.empty();
        }
    }

    /** PrivateKeyInfo of RFC 5958 around a key of the older forms. */
    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, VERSION_0, algorithm, der(OCTETS, key));
    }

    /** The curve that an ECPrivateKey of RFC 5915 names: its parameters [0], an object identifier with its header. */
    private static byte[] curve(byte[] key) {
        var outer = ByteBuffer.wrap(key);
        var fields = ByteBuffer.wrap(content(outer, SEQUENCE));
        content(fields, 2);
        content(fields, OCTETS);
        return content(fields, PARAMETERS);
    }

    private static byte[] content(ByteBuffer input, int tag) {
        if ((input.get() & 0xff) != tag) {
            throw new IllegalArgumentException("not the expected field");
        }
        var length = input.get() & 0xff;
        if (length > 0x80) {
            var bytes = new byte[Math.min(length & 0x7f, 4)];
            input.get(bytes);
            length = new BigInteger(1, bytes).intValue();
        }
        if (length < 0 || length > input.remaining()) {
            throw new IllegalArgumentException("cut off");
        }
        var value = new byte[length];
        input.get(value);
        return value;
    }

    private static byte[] der(int tag, byte[]... parts) {
        var length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        var size = BigInteger.valueOf(length).toByteArray();
        var digits = size.length > 1 && size[0] == 0 ? Arrays.copyOfRange(size, 1, size.length) : size;
        var output = ByteBuffer.allocate(2 + digits.length + length).put((byte) tag);
        if (length < 0x80) {
            output.put((byte) length);
        } else {
            output.put((byte) (0x80 | digits.length)).put(digits);
        }
        for (var part : parts) {
            output.put(part);
        }
        return Arrays.copyOf(output.array(), output.position());
    }
}
