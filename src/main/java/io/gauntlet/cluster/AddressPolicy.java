package io.gauntlet.cluster;

import io.gauntlet.cluster.ClusterCallException.Failure;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Which addresses may be connected to. A user names the address of a cluster, so without it the program could be made to send
 * requests to the metadata service of a cloud or to a database beside it. A caller connects to the addresses that were returned
 * and never resolves the name again: a second look-up could answer otherwise.
 */
@Component
class AddressPolicy {

    /** Metadata services that are not link-local, and networks that no API server can be in. */
    private static final List<Network> ALWAYS = List.of(
            Network.parse("0.0.0.0/8"),
            Network.parse("240.0.0.0/4"),
            Network.parse("168.63.129.16/32"),
            Network.parse("100.100.100.200/32"),
            Network.parse("fd00:ec2::/32"),
            Network.parse("fd20:ce::254/128"));

    private final boolean allowLoopback;
    private final List<Network> denied;
    private final Resolver resolver;

    /** Looks a name up. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    @Autowired
    AddressPolicy(ClusterProperties properties) {
        this(properties, InetAddress::getAllByName);
    }

    AddressPolicy(ClusterProperties properties, Resolver resolver) {
        this.allowLoopback = properties.allowLoopback();
        this.denied = properties.deniedNetworks().stream().map(Network::parse).toList();
        this.resolver = resolver;
    }

    /**
     * The addresses of a host, to be connected to as they are.
     *
     * @param plain whether it is for plain http, which is for loopback addresses only
     * @throws ClusterCallException when the name has no address, or a single one that is denied
     */
    List<InetAddress> resolve(String host, boolean plain) {
        final InetAddress[] addresses;
        try {
            addresses = resolver.lookUp(host);
        } catch (UnknownHostException | SecurityException unknown) {
            throw new ClusterCallException(Failure.UNREACHABLE, "The name " + host + " has no address.");
        }
        for (var address : addresses) {
            // One denied address is enough: a name that mixes them is made for a trick.
            if (denied(address) || (plain && !address.isLoopbackAddress())) {
                throw new ClusterCallException(
                        Failure.UNREACHABLE,
                        "The address of the API server is in a network that must not be connected to (gauntlet.cluster.denied-networks).");
            }
        }
        return List.of(addresses);
    }

    private boolean denied(InetAddress given) {
        var address = embedded(given);
        return address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.isAnyLocalAddress()
                || (address.isLoopbackAddress() && !allowLoopback)
                || ALWAYS.stream().anyMatch(network -> network.contains(address))
                || denied.stream().anyMatch(network -> network.contains(address) || network.contains(given));
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
    record Network(byte[] base, int bits) {

        static Network parse(String text) {
            var parts = text.split("/", 2);
            try {
                if (!parts[0].matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
                    throw wrong(text);
                }
                var base = InetAddress.getByName(parts[0]).getAddress();
                var bits = parts.length == 2 ? Integer.parseInt(parts[1]) : base.length * 8;
                if (bits < 0 || bits > base.length * 8) {
                    throw wrong(text);
                }
                return new Network(base, bits);
            } catch (UnknownHostException | NumberFormatException unreadable) {
                throw wrong(text);
            }
        }

        private static IllegalArgumentException wrong(String text) {
            return new IllegalArgumentException("gauntlet.cluster.denied-networks: '" + text + "' is not a network");
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
