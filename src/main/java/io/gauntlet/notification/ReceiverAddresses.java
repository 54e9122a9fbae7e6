package io.gauntlet.notification;

import io.gauntlet.kernel.AddressRules;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** Resolves hosts of receivers and refuses addresses that must not be reached from here. */
final class ReceiverAddresses {

    private final AddressRules rules;
    private final boolean plainAllowed;
    private final Resolver resolver;

    /** Looks a name up. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    ReceiverAddresses(NotificationProperties properties, Resolver resolver) {
        this.rules = AddressRules.of(
                properties.allowLocal(), NotificationProperties.DENIED_NETWORKS, properties.deniedNetworks());
        this.plainAllowed = properties.allowLocal();
        this.resolver = resolver;
    }

    /**
     * The addresses of a target, to be connected to as they are; the name is not resolved again.
     *
     * @throws UnknownHostException when it has none
     */
    List<InetAddress> resolve(Target target) throws UnknownHostException {
        return List.of(resolver.lookUp(target.host()));
    }

    /** Why the target must not be reached at these addresses; empty when it may be. */
    Optional<String> refusal(Target target, List<InetAddress> addresses) {
        // One denied address is enough: a name that mixes them is made for a trick.
        if (addresses.stream().anyMatch(rules::deny)) {
            return Optional.of(
                    "The address of the receiver is on this machine or in a network that must not be connected to ("
                            + NotificationProperties.ALLOW_LOCAL + ", " + NotificationProperties.DENIED_NETWORKS
                            + ").");
        }
        if (target.plain() && !(plainAllowed && addresses.stream().allMatch(AddressRules::isPrivate))) {
            return Optional.of(
                    "Plain http would send messages in the clear; it is for private networks, and only where "
                            + NotificationProperties.ALLOW_LOCAL + " is set.");
        }
        return Optional.empty();
    }
}
