package io.gauntlet.cluster;

import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.kernel.AddressRules;
import java.net.InetAddress;
import java.net.UnknownHostException;
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

    private static final String DENIED = "gauntlet.cluster.denied-networks";

    private final AddressRules rules;
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
        this.rules = AddressRules.of(properties.allowLoopback(), DENIED, properties.deniedNetworks());
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
            if (rules.deny(address) || (plain && !address.isLoopbackAddress())) {
                throw new ClusterCallException(
                        Failure.UNREACHABLE,
                        "The address of the API server is in a network that must not be connected to (" + DENIED
                                + ").");
            }
        }
        return List.of(addresses);
    }
}
