package io.gauntlet.notification;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Secret;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where messages are posted to.
 *
 * @param host name or address, an IPv6 one without brackets
 * @param path with query; may hold what lets its holder write to the receiver
 */
record Target(boolean plain, String host, int port, String path) {

    private static final int LONGEST = 2_000;

    /**
     * Reads the URL of a receiver.
     *
     * @throws DomainException.Invalid for the field {@code url}; the message does not repeat it
     */
    static Target parse(Secret url) {
        var text = url.reveal().strip();
        if (text.isEmpty() || text.length() > LONGEST || !text.matches("[\\x21-\\x7e]+")) {
            throw wrong(text.isEmpty() ? "There is no URL." : "It is no URL of printable ASCII characters.");
        }
        final URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException unreadable) {
            throw wrong("It cannot be read as a URL.");
        }
        var scheme = uri.getScheme();
        var plain = "http".equalsIgnoreCase(scheme);
        if (!plain && !"https".equalsIgnoreCase(scheme)) {
            throw wrong("The URL does not begin with https://.");
        }
        if (uri.getHost() == null) {
            throw wrong("The URL names no host.");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw wrong("The URL has a user, a password or a fragment, which are not sent.");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw wrong("The port is out of range.");
        }
        var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Target(
                plain,
                uri.getHost().replaceAll("[\\[\\]]", ""),
                uri.getPort() >= 0 ? uri.getPort() : plain ? 80 : 443,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    private static DomainException.Invalid wrong(String reason) {
        return DomainException.Invalid.of("url", reason, "Write an address like https://hooks.example.com/path.");
    }

    /** What may be shown of it. */
    String origin() {
        var usual = plain ? 80 : 443;
        return scheme() + bracketed(host) + (port == usual ? "" : ":" + port);
    }

    /** The Host header. */
    String authority() {
        return bracketed(host) + ":" + port;
    }

    /** The URL at one address of the host. */
    URI at(String address) {
        return URI.create(scheme() + bracketed(address) + ":" + port + path);
    }

    private String scheme() {
        return plain ? "http://" : "https://";
    }

    private static String bracketed(String name) {
        return name.contains(":") ? "[" + name + "]" : name;
    }

    /** Without the path. */
    @Override
    public String toString() {
        return origin();
    }
}
