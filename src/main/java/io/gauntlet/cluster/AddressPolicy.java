package io.gauntlet.cluster;

import io.gauntlet.cluster.ClusterCallException.Failure;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Which addresses may be connected to. A user names the address of a cluster, so without it the program could be made to send
 * requests to the metadata service of a cloud or to a database beside it.
 */
@Component
class AddressPolicy {

    private final ClusterProperties properties;
    private final List<Network> denied;

    AddressPolicy(ClusterProperties properties) {
        this.properties = properties;
        this.denied = properties.deniedNetworks().stream().map(Network::parse).toList();
    }

    /**
     * Resolves the host and checks every address that it has.
     *
     * @throws ClusterCallException when the name has no address or one that is denied
     */
    void require(String apiServer) {
        var host = URI.create(apiServer).getHost().replaceAll("[\\[\\]]", "");
        try {
            for (var address : InetAddress.getAllByName(host)) {
                if (denied(address)) {
                    throw new ClusterCallException(
                            Failure.UNREACHABLE, "The address of the API server is in a network that is not allowed.");
                }
            }
        } catch (UnknownHostException unknown) {
            throw new ClusterCallException(Failure.UNREACHABLE, "The name " + host + " has no address.");
        }
    }

    private boolean denied(InetAddress address) {
        // An IPv4-mapped IPv6 address is an Inet4Address here already: the JDK normalises it.
        return address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.isAnyLocalAddress()
                || (address.isLoopbackAddress() && !properties.allowLoopback())
                || denied.stream().anyMatch(network -> network.contains(address));
    }

    /** A network in CIDR form. */
    record Network(byte[] base, int bits) {

        static Network parse(String text) {
            var parts = text.split("/", 2);
            try {
                var base = InetAddress.getByName(parts[0]).getAddress();
                return new Network(base, parts.length == 2 ? Integer.parseInt(parts[1]) : base.length * 8);
            } catch (UnknownHostException | NumberFormatException wrong) {
                throw new IllegalArgumentException(
                        "gauntlet.cluster.denied-networks: '" + text + "' is not a network", wrong);
            }
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
