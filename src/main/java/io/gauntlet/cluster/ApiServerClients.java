package io.gauntlet.cluster;

import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.gauntlet.kernel.PinnedHost;
import jakarta.annotation.PreDestroy;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Makes the HTTP client of one API server, from given values only: no kubeconfig loader, no plugin, no proxy, no file and no
 * variable of the environment has a say. All clients share one executor of virtual threads.
 */
@Component
class ApiServerClients {

    private final AddressPolicy policy;
    private final ClusterProperties properties;
    private final Clock clock;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    ApiServerClients(AddressPolicy policy, ClusterProperties properties, Clock clock) {
        this.clock = clock;
        this.policy = policy;
        this.properties = properties;
    }

    /** The caller closes the result. */
    HttpCalls open(ClusterAccess access) {
        var target = Target.of(access.apiServer());
        var serverName = access.tlsServerName().orElse(target.host());
        HttpClient.Builder builder = new Factory(executor, access, target, serverName).newBuilder();
        builder.connectTimeout(properties.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .preferHttp11()
                // Repeating is decided here, within a budget; the library's own retries know none.
                .tag(new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build());
        return new HttpCalls(
                builder.build(),
                access.credentials(),
                target,
                policy,
                new HttpCalls.Limits(properties.requestTimeout(), clock));
    }

    @PreDestroy
    void close() {
        executor.shutdownNow();
    }

    /**
     * Where an API server is.
     *
     * @param host name or address, an IPv6 one without brackets
     * @param path what all paths begin with, such as that of a gateway in front; without a slash at the end
     */
    record Target(boolean plain, String host, int port, String path) {

        static Target of(String apiServer) {
            var uri = URI.create(apiServer);
            var plain = "http".equals(uri.getScheme());
            var port = uri.getPort() >= 0 ? uri.getPort() : plain ? 80 : 443;
            return new Target(
                    plain,
                    uri.getHost().replaceAll("[\\[\\]]", ""),
                    port,
                    uri.getRawPath().replaceAll("/+$", ""));
        }

        String authority() {
            return authority(host);
        }

        /** The URL of a path at one address of the host. */
        String at(String address, String pathAndQuery) {
            return (plain ? "http://" : "https://") + authority(address) + path + pathAndQuery;
        }

        private String authority(String name) {
            return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
        }
    }

    private static final class Factory extends JdkHttpClientFactory {

        private final ExecutorService executor;
        private final ClusterAccess access;
        private final Target target;
        private final String serverName;

        Factory(ExecutorService executor, ClusterAccess access, Target target, String serverName) {
            this.executor = executor;
            this.access = access;
            this.target = target;
            this.serverName = serverName;
        }

        @Override
        protected java.net.http.HttpClient.Builder createNewHttpClientBuilder() {
            return java.net.http.HttpClient.newBuilder();
        }

        @Override
        protected void additionalConfig(java.net.http.HttpClient.Builder builder) {
            builder.executor(executor)
                    .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                    .proxy(java.net.http.HttpClient.Builder.NO_PROXY);
            if (!target.plain()) {
                builder.sslContext(ClusterTls.context(access, serverName))
                        .sslParameters(PinnedHost.parameters(serverName));
            }
        }
    }
}
