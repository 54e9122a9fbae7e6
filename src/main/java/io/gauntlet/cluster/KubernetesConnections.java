package io.gauntlet.cluster;

import io.gauntlet.cluster.ClusterCallException.Failure;
import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** One HTTP client per cluster, made anew when address or credentials change. */
@Component
class KubernetesConnections implements ClusterConnections {

    private final StoredAccess stored;
    private final ApiServerClients clients;
    private final JsonMapper json;
    private final Map<ClusterId, Connection> connections = new ConcurrentHashMap<>();

    KubernetesConnections(StoredAccess stored, ApiServerClients clients, JsonMapper json) {
        this.stored = stored;
        this.clients = clients;
        this.json = json;
    }

    /** An open client and the api over it. */
    record Connection(
            String fingerprint, HttpCalls calls, KubernetesApi api, boolean plain, Optional<Instant> expiresAt)
            implements AutoCloseable {

        @Override
        public void close() {
            calls.close();
        }
    }

    @Override
    public ClusterApi api(ClusterId cluster) {
        return connection(cluster).api();
    }

    Connection connection(ClusterId cluster) {
        var fingerprint = stored.fingerprint(cluster);
        var present = connections.get(cluster);
        if (present != null && present.fingerprint().equals(fingerprint)) {
            return present;
        }
        var made = connections.compute(cluster, (id, other) -> {
            if (other != null && other.fingerprint().equals(fingerprint)) {
                return other;
            }
            if (other != null) {
                other.close();
            }
            return stored.access(id).map(access -> open(fingerprint, access)).orElse(null);
        });
        if (made == null) {
            throw new ClusterCallException(
                    Failure.UNAUTHORIZED, "The cluster has no credentials for its address. Renew them.");
        }
        return made;
    }

    /** A connection that is not kept: for checking a kubeconfig before it is saved. The caller closes it. */
    Connection candidate(ClusterAccess access) {
        return open("", access);
    }

    private Connection open(String fingerprint, ClusterAccess access) {
        var calls = clients.open(access);
        return new Connection(
                fingerprint,
                calls,
                new KubernetesApi(calls, json),
                access.apiServer().startsWith("http://"),
                access.credentials().expiresAt());
    }

    @PreDestroy
    void close() {
        connections.values().forEach(Connection::close);
    }
}
