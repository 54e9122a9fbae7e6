package io.gauntlet.cluster;

import io.gauntlet.kernel.Secret;
import io.gauntlet.sandbox.SandboxCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The API of a simulated cluster over HTTP, with the rights of its administrator. */
public final class SandboxAccess implements AutoCloseable {

    private final ApiServerClients clients;
    private final HttpCalls calls;

    public SandboxAccess(SandboxCluster cluster) {
        var properties = new ClusterProperties(Duration.ofSeconds(2), Duration.ofSeconds(10), true, List.of());
        clients = new ApiServerClients(new AddressPolicy(properties), properties, java.time.Clock.systemUTC());
        var credentials = new Credentials.Token(Secret.of(cluster.adminToken()), Optional.empty());
        calls = clients.open(new ClusterAccess(cluster.url(), Optional.empty(), Optional.empty(), credentials));
    }

    public ClusterApi api() {
        return new KubernetesApi(calls, JsonMapper.shared());
    }

    @Override
    public void close() {
        calls.close();
        clients.close();
    }
}
