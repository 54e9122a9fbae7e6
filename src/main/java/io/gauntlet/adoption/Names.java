package io.gauntlet.adoption;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which names of a cluster may go into a path, a command or the name of an entity. */
final class Names {

    private static final Pattern OBJECT = Pattern.compile("[a-z0-9]([a-z0-9.:-]{0,251}[a-z0-9])?");

    private Names() {}

    /** Whether Kubernetes would take it as the name of an object; a colon is in names of roles. */
    static boolean object(String text) {
        return OBJECT.matcher(text).matches();
    }

    /** The nearest name that an entity of Gauntlet can have. */
    static String entity(String text) {
        var plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        var name = plain.isEmpty() ? "found" : plain.substring(0, Math.min(plain.length(), 40));
        return name.replaceAll("-+$", "");
    }
}
