package io.gauntlet.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class CanariesTests {

    private final Canaries canaries = new Canaries();
    private final String secret = canaries.next("key");

    @Test
    void theSecretIsFoundInEveryForm() throws Exception {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        assertThat(canaries.in("x" + secret + "y")).containsExactly("key");
        assertThat(canaries.in(HexFormat.of().formatHex(bytes))).containsExactly("key");
        IntStream.rangeClosed(0, 5)
                .mapToObj(before -> Base64.getEncoder()
                        .encodeToString(("a".repeat(before) + secret + "tail").getBytes(StandardCharsets.UTF_8)))
                .forEach(text -> assertThat(canaries.in(text)).containsExactly("key"));
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(("before " + secret + " after").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(canaries.in(packed.toByteArray())).containsExactly("key");
    }

    @Test
    void otherTextIsNotSuspected() {
        assertThat(canaries.in(new Canaries().next("another"))).isEmpty();
        assertThat(canaries.in("canary-")).isEmpty();
    }
}
