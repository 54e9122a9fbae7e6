package io.gauntlet.sandbox;

import io.gauntlet.sandbox.api.ClusterServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One simulated cluster: where its API is, how to get in, what goes wrong, and what was asked. */
public final class SandboxCluster {

    private final String name;
    private final String url;
    private final ClusterServer server;
    private final Faults faults;
    private final RequestLog requestLog = new RequestLog();

    SandboxCluster(String name, String url, ClusterServer server, Faults faults) {
        this.name = name;
        this.url = url;
        this.server = server;
        this.faults = faults;
    }

    public String name() {
        return name;
    }

    /** Address of its API server, without a slash at the end. */
    public String url() {
        return url;
    }

    /** A token of a member of system:masters; it does not expire. */
    public String adminToken() {
        return server.adminToken();
    }

    /** A kubeconfig with the administrator's token; its context has the cluster's name. */
    public String kubeconfig() {
        return kubeconfig(adminToken());
    }

    /** A kubeconfig with this token. */
    public String kubeconfig(String token) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: %1$s
                  cluster:
                    server: %2$s
                users:
                - name: %1$s
                  user:
                    token: %3$s
                contexts:
                - name: %1$s
                  context:
                    cluster: %1$s
                    user: %1$s
                current-context: %1$s
                """.formatted(name, url, token);
    }

    /** A token for a service account; empty if there is no such account. */
    public Optional<String> tokenFor(String namespace, String serviceAccount, Duration life) {
        return server.tokenFor(namespace, serviceAccount, life);
    }

    /** What goes wrong between clients and this cluster, and inside it; nothing at first. */
    public Faults faults() {
        return faults;
    }

    public RequestLog requestLog() {
        return requestLog;
    }

    /** Lets all versions and unread lists so far expire: watches and continued lists from them get 410. */
    public void compact() {
        server.compact();
    }

    /** How many objects there are, by resource name such as {@code statefulsets.apps}. */
    public Map<String, Integer> counts() {
        return server.counts();
    }

    ClusterServer server() {
        return server;
    }
}
