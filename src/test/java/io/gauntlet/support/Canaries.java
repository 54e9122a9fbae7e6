package io.gauntlet.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.GZIPInputStream;

/**
 * Secrets that are known, so that they can be looked for: as they are, in base64 at each of its three offsets, in hex, escaped
 * for URLs, JSON and HTML, and inside gzip. Case is ignored where the encoding ignores it.
 */
public final class Canaries {

    private final Map<String, List<String>> forms = new HashMap<>();

    /** A new secret that is found nowhere else; what names it in findings. */
    public String next(String what) {
        var secret = "canary-" + UUID.randomUUID().toString().replace("-", "");
        know(what, secret);
        return secret;
    }

    /** Looks for a secret that somebody else made. */
    public void know(String what, String secret) {
        if (secret.length() < 16) {
            throw new IllegalArgumentException("Too short to be told from other text: " + what);
        }
        forms.put(what, forms(secret));
    }

    /** The names of the secrets that the text gives away. */
    public List<String> in(String text) {
        var found = new TreeSet<String>();
        forms.forEach((what, variants) -> {
            if (variants.stream().anyMatch(text::contains)) {
                found.add(what);
            }
        });
        return List.copyOf(found);
    }

    /** As {@link #in(String)}; a gzip stream is also read. */
    public List<String> in(byte[] content) {
        var found = new TreeSet<>(in(new String(content, StandardCharsets.ISO_8859_1)));
        if (content.length > 2 && content[0] == 0x1f && content[1] == (byte) 0x8b) {
            try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(content))) {
                found.addAll(in(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8)));
            } catch (IOException notGzip) {
                return List.copyOf(found);
            }
        }
        return List.copyOf(found);
    }

    private static List<String> forms(String secret) {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        var hex = HexFormat.of().formatHex(bytes);
        var all = new ArrayList<>(List.of(
                secret,
                hex,
                hex.toUpperCase(java.util.Locale.ROOT),
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                new StringBuilder(secret).reverse().toString()));
        for (int offset = 0; offset < 3; offset++) {
            var shifted = new byte[bytes.length + offset];
            System.arraycopy(bytes, 0, shifted, offset, bytes.length);
            var whole = shifted.length / 3 * 3;
            var encoded = Base64.getEncoder().encodeToString(Arrays.copyOf(shifted, whole));
            // The first group holds foreign bytes when the secret does not start at a border.
            var inner = encoded.substring(offset == 0 ? 0 : 4);
            all.add(inner);
            all.add(inner.replace('+', '-').replace('/', '_'));
        }
        return List.copyOf(all);
    }
}
