package io.gauntlet.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.gauntlet.cluster.ClusterCallException.Failure;
import jakarta.annotation.PreDestroy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** One HTTP client per cluster, made from stored credentials only; nothing of the environment or of any file is used. */
@Component
class KubernetesConnections implements ClusterConnections {

    private final StoredAccess stored;
    private final AddressPolicy policy;
    private final ClusterProperties properties;
    private final JsonMapper json;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<ClusterId, Connection> connections = new ConcurrentHashMap<>();

    KubernetesConnections(StoredAccess stored, AddressPolicy policy, ClusterProperties properties, JsonMapper json) {
        this.stored = stored;
        this.policy = policy;
        this.properties = properties;
        this.json = json;
    }

    private record Connection(String fingerprint, HttpClient client, KubernetesApi api) {}

    @Override
    public ClusterApi api(ClusterId cluster) {
        return kubernetes(cluster);
    }

    KubernetesApi kubernetes(ClusterId cluster) {
        var fingerprint = stored.fingerprint(cluster);
        return connections
                .compute(cluster, (id, present) -> {
                    if (present != null && present.fingerprint().equals(fingerprint)) {
                        return present;
                    }
                    if (present != null) {
                        present.client().close();
                    }
                    var access = stored.access(id)
                            .orElseThrow(() -> new ClusterCallException(
                                    Failure.UNAUTHORIZED,
                                    "The cluster has no credentials for its address. Renew them."));
                    return open(fingerprint, access);
                })
                .api();
    }

    /** A connection that is not kept: for checking a kubeconfig before it is saved. The caller closes the client. */
    Candidate candidate(ClusterAccess access) {
        var connection = open("", access);
        return new Candidate(connection.api(), connection.client());
    }

    /** An api and what to close afterwards. */
    record Candidate(KubernetesApi api, HttpClient client) implements AutoCloseable {

        @Override
        public void close() {
            client.close();
        }
    }

    private Connection open(String fingerprint, ClusterAccess access) {
        policy.require(access.apiServer());
        var client = new Factory(executor).newBuilder(config(access)).build();
        return new Connection(
                fingerprint,
                client,
                new KubernetesApi(new HttpCalls(client, access.apiServer(), properties.requestTimeout()), json));
    }

    private Config config(ClusterAccess access) {
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl(access.apiServer())
                .withConnectionTimeout((int) properties.connectTimeout().toMillis())
                .withRequestTimeout((int) properties.requestTimeout().toMillis())
                .withRequestRetryBackoffLimit(0)
                .withTrustCerts(false);
        access.certificateAuthority().ifPresent(pem -> config.withCaCertData(base64(pem)));
        switch (access.credentials()) {
            case Credentials.Token token -> config.withOauthToken(token.token().reveal());
            case Credentials.ClientCertificate pair ->
                config.withClientCertData(base64(pair.certificate()))
                        .withClientKeyData(base64(pair.key().reveal()))
                        .withClientKeyAlgo(pair.key().reveal().contains("BEGIN EC ") ? "EC" : "RSA");
        }
        return config.build();
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }

    @PreDestroy
    void close() {
        connections.values().forEach(connection -> connection.client().close());
        executor.shutdownNow();
    }

    /** Shares one executor between all clients and never follows a redirect with credentials. */
    private static final class Factory extends JdkHttpClientFactory {

        private final ExecutorService executor;

        Factory(ExecutorService executor) {
            this.executor = executor;
        }

        @Override
        protected void additionalConfig(java.net.http.HttpClient.Builder builder) {
            builder.executor(executor).followRedirects(java.net.http.HttpClient.Redirect.NEVER);
        }
    }
}
