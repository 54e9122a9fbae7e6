package io.gauntlet.cluster;

import io.gauntlet.kernel.Secret;
import io.gauntlet.sandbox.SandboxCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Reaches clusters of the sandbox over HTTP, like any other cluster. */
public final class TestClusterApis implements AutoCloseable {

    private final ApiServerClients clients;

    public TestClusterApis() {
        var properties = new ClusterProperties(Duration.ofSeconds(5), Duration.ofSeconds(15), true, List.of());
        clients = new ApiServerClients(new AddressPolicy(properties), properties, java.time.Clock.systemUTC());
    }

    /** As its administrator. */
    public ClusterApi of(SandboxCluster cluster) {
        return of(cluster.url(), cluster.adminToken());
    }

    /** With a token, at an address without a slash at the end. */
    public ClusterApi of(String url, String token) {
        var access = new ClusterAccess(
                url, Optional.empty(), Optional.empty(), new Credentials.Token(Secret.of(token), Optional.empty()));
        return new KubernetesApi(clients.open(access), JsonMapper.shared());
    }

    @Override
    public void close() {
        clients.close();
    }
}
