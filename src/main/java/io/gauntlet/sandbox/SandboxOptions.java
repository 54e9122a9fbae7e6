package io.gauntlet.sandbox;

import java.time.Clock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a fleet is set up.
 *
 * @param port    port on the loopback interface; 0 for any free one
 * @param secret  signs the tokens: the same secret and port keep stored kubeconfigs valid over a restart
 * @param version git version that the clusters report
 * @param gateway whether they serve the route kinds of the Gateway API
 * @param alive   whether workloads come alive; without it objects are only stored
 */
public record SandboxOptions(Clock clock, int port, byte[] secret, String version, boolean gateway, boolean alive) {

    public SandboxOptions {
        secret = secret.clone();
    }

    /** Any free port, Kubernetes 1.34, Gateway API, living workloads, real time. */
    public static SandboxOptions defaults(byte[] secret) {
        return new SandboxOptions(Clock.systemUTC(), 0, secret, "v1.34.4", true, true);
    }

    public SandboxOptions withClock(Clock other) {
        return new SandboxOptions(other, port, secret, version, gateway, alive);
    }

    public SandboxOptions withPort(int other) {
        return new SandboxOptions(clock, other, secret, version, gateway, alive);
    }

    public SandboxOptions withVersion(String other) {
        return new SandboxOptions(clock, port, secret, other, gateway, alive);
    }

    public SandboxOptions withGateway(boolean other) {
        return new SandboxOptions(clock, port, secret, version, other, alive);
    }

    public SandboxOptions withoutLife() {
        return new SandboxOptions(clock, port, secret, version, gateway, false);
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SandboxOptions options
                && port == options.port
                && gateway == options.gateway
                && alive == options.alive
                && clock.equals(options.clock)
                && version.equals(options.version)
                && Arrays.equals(secret, options.secret);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(secret) + port;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SandboxOptions[port=" + port + ", version=" + version + ", gateway=" + gateway + ", alive=" + alive
                + "]";
    }
}
