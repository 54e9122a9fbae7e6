package io.gauntlet.routing;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * How a text names a stored secret: by the path of its file, or by a placeholder where Alertmanager reads the secret from its
 * configuration only.
 */
final class SecretReference {

    private static final String DIRECTORY = Routing.SECRET_DIRECTORY + "/";
    private static final String PLACEHOLDER = "gauntlet-secret:";
    private static final Path BESIDE_CONFIGURATION = Path.of("/etc/alertmanager/config");

    private SecretReference() {}

    static String file(String name) {
        return DIRECTORY + name;
    }

    static String placeholder(String name) {
        return PLACEHOLDER + name;
    }

    static boolean isPlaceholder(String text) {
        return text.startsWith(PLACEHOLDER) && isName(text.substring(PLACEHOLDER.length()));
    }

    /** The name of the stored secret that a text means, or the empty text for anything else. */
    static String name(String text) {
        if (isPlaceholder(text)) {
            return text.substring(PLACEHOLDER.length());
        }
        var name = text.startsWith(DIRECTORY) ? text.substring(DIRECTORY.length()) : "";
        return isName(name) ? name : "";
    }

    /** Whether a path reaches stored secrets in a way that {@link #name} does not recognise, wildcards included. */
    static boolean reachesSecretsOtherwise(String path) {
        if (!name(path).isEmpty()) {
            return false;
        }
        try {
            var resolved = BESIDE_CONFIGURATION.resolve(path).normalize();
            var folder = String.valueOf(resolved.getParent());
            return resolved.startsWith(Routing.SECRET_DIRECTORY)
                    || folder.startsWith("/proc")
                    || folder.matches(".*[*?\\[].*");
        } catch (InvalidPathException broken) {
            return true;
        }
    }

    private static boolean isName(String text) {
        return text.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    }
}
