package io.gauntlet.rendering;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How Secret objects hold text. */
final class Secrets {

    /** Mode 0440: the pod's fsGroup reads the file, nobody writes it. */
    static final int READ_BY_GROUP = 288;

    private Secrets() {}

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
