package io.gauntlet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may not be connected to is refused whatever its name says (promise O2). */
class AddressPolicyTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "168.63.129.16", "100.100.100.200",
                "fe80::1", "ff02::1", "::", "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254"
            })
    void metadataServicesAndImpossibleNetworksAreRefused(String address) {
        assertThatThrownBy(() -> policy(true, address).resolve("api.example.test", false))
                .isInstanceOf(ClusterCallException.class)
                .hasMessageContaining("must not be connected to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "192.168.1.1", "203.0.113.7", "2001:db8::1", "fd12:3456::1"})
    void privateAndPublicAddressesAreAllowed(String address) throws UnknownHostException {
        assertThat(policy(false, address).resolve("api.example.test", false))
                .containsExactly(InetAddress.getByName(address));
    }

    @Test
    void oneDeniedAddressAmongGoodOnesIsEnough() {
        assertThatThrownBy(() -> policy(true, "10.0.0.1", "169.254.169.254").resolve("api.example.test", false))
                .hasMessageContaining("must not be connected to");
    }

    @Test
    void loopbackNeedsASettingAndPlainHttpNeedsLoopback() {
        assertThat(policy(true, "127.0.0.1").resolve("localhost", true)).hasSize(1);
        assertThatThrownBy(() -> policy(false, "127.0.0.1").resolve("localhost", false))
                .isInstanceOf(ClusterCallException.class);
        assertThatThrownBy(() -> policy(true, "10.0.0.1").resolve("localhost", true))
                .isInstanceOf(ClusterCallException.class);
    }

    @Test
    void aNameIsLookedUpOnceForACall() {
        var asked = new AtomicInteger();
        var policy = new AddressPolicy(properties(true), host -> {
            // The second answer would be the metadata service.
            var last = asked.getAndIncrement() == 0 ? "10.0.0.1" : "169.254.169.254";
            return new InetAddress[] {InetAddress.getByName(last)};
        });
        assertThat(policy.resolve("rebinding.example.test", false)).hasSize(1);
        assertThat(asked).hasValue(1);
    }

    @Test
    void aNameWithoutAddressSaysSo() {
        var policy = new AddressPolicy(properties(true), host -> {
            throw new UnknownHostException(host);
        });
        assertThatThrownBy(() -> policy.resolve("nowhere.example.test", false))
                .hasMessage("The name nowhere.example.test has no address.");
    }

    private static AddressPolicy policy(boolean allowLoopback, String... addresses) {
        return new AddressPolicy(properties(allowLoopback), host -> {
            var found = new InetAddress[addresses.length];
            for (int index = 0; index < addresses.length; index++) {
                found[index] = InetAddress.getByName(addresses[index]);
            }
            return found;
        });
    }

    private static ClusterProperties properties(boolean allowLoopback) {
        return new ClusterProperties(Duration.ofSeconds(5), Duration.ofSeconds(5), allowLoopback, List.of());
    }
}
