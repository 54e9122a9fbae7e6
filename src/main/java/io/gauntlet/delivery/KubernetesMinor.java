package io.gauntlet.delivery;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Minor versions of Kubernetes that are rendered for. */
final class KubernetesMinor {

    static final int OLDEST = 32;
    static final int NEWEST = 36;

    private static final Pattern VERSION = Pattern.compile("v?1\\.(\\d{1,3})(?:[.+-].*)?");

    private KubernetesMinor() {}

    /** The minor of a version such as {@code v1.34.4}; a newer one than we know is rendered for like the newest. */
    static OptionalInt of(String version) {
        var matcher = VERSION.matcher(version);
        return matcher.matches()
                ? OptionalInt.of(Math.min(NEWEST, Integer.parseInt(matcher.group(1))))
                : OptionalInt.empty();
    }
}
