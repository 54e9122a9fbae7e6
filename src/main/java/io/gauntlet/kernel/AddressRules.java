package io.gauntlet.kernel;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses may be connected to when a user names the host: without rules, the program could be made to send requests to
 * the metadata service of a cloud or to a database beside it. An address that is refused is refused in every notation.
 */
public final class AddressRules {

    /** Metadata services that are not link-local, and networks that no server can be in. */
    private static final List<Network> ALWAYS = networks(
            "0.0.0.0/8", "240.0.0.0/4", "168.63.129.16/32", "100.100.100.200/32", "fd00:ec2::/32", "fd20:ce::254/128");

    /** Networks that are not routed in public and that the JDK does not know as such: shared, and unique local ones. */
    private static final List<Network> PRIVATE = networks("100.64.0.0/10", "fc00::/7");

    private final boolean loopback;
    private final List<Network> denied;

    private AddressRules(boolean loopback, List<Network> denied) {
        this.loopback = loopback;
        this.denied = denied;
    }

    /**
     * Rules that an installation chose.
     *
     * @param loopback whether addresses of this machine are allowed
     * @param property name of the setting that holds {@code denied}, for messages
     * @param denied   more networks that are never connected to, in CIDR form
     * @throws IllegalArgumentException when one is not a network
     */
    public static AddressRules of(boolean loopback, String property, List<String> denied) {
        return new AddressRules(
                loopback,
                denied.stream().map(text -> Network.parse(property, text)).toList());
    }

    /** Whether the address must not be connected to. */
    public boolean deny(InetAddress given) {
        var address = embedded(given);
        return address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.isAnyLocalAddress()
                || (address.isLoopbackAddress() && !loopback)
                || ALWAYS.stream().anyMatch(network -> network.contains(address))
                || denied.stream().anyMatch(network -> network.contains(address) || network.contains(given));
    }

    /** Whether the address belongs to this machine or to a network that is not routed in public. */
    public static boolean isPrivate(InetAddress given) {
        var address = embedded(given);
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || PRIVATE.stream().anyMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... texts) {
        return Arrays.stream(texts).map(text -> Network.parse("built in", text)).toList();
    }

    /**
     * The IPv4 address inside an IPv6 one: compatible (::/96), translated (64:ff9b::/96) and 6to4 (2002::/16). The JDK itself
     * normalises mapped ones (::ffff:0:0/96).
     */
    private static InetAddress embedded(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        var bytes = address.getAddress();
        var compatible = allZero(bytes, 0, 12) && !address.isLoopbackAddress() && !address.isAnyLocalAddress();
        var translated = bytes[0] == 0
                && bytes[1] == 0x64
                && (bytes[2] & 0xff) == 0xff
                && (bytes[3] & 0xff) == 0x9b
                && allZero(bytes, 4, 12);
        var sixToFour = bytes[0] == 0x20 && bytes[1] == 2;
        if (compatible || translated) {
            return v4(bytes, 12);
        }
        return sixToFour ? v4(bytes, 2) : address;
    }

    private static boolean allZero(byte[] bytes, int from, int to) {
        for (var i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress v4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }

    /** A network in CIDR form. */
    private record Network(byte[] base, int bits) {

        static Network parse(String property, String text) {
            var parts = text.split("/", 2);
            try {
                if (!parts[0].matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
                    throw wrong(property, text);
                }
                var base = InetAddress.getByName(parts[0]).getAddress();
                var bits = parts.length == 2 ? Integer.parseInt(parts[1]) : base.length * 8;
                if (bits < 0 || bits > base.length * 8) {
                    throw wrong(property, text);
                }
                return new Network(base, bits);
            } catch (UnknownHostException | NumberFormatException unreadable) {
                throw wrong(property, text);
            }
        }

        private static IllegalArgumentException wrong(String property, String text) {
            return new IllegalArgumentException(property + ": '" + text + "' is not a network");
        }

        boolean contains(InetAddress address) {
            var bytes = address.getAddress();
            if (bytes.length != base.length) {
                return false;
            }
            for (var bit = 0; bit < bits; bit++) {
                var mask = 0x80 >> (bit % 8);
                if ((bytes[bit / 8] & mask) != (base[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
