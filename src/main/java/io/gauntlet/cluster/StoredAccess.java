package io.gauntlet.cluster;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Address and credentials of a cluster of the inventory, read together, so that never one goes with another's. */
@Component
class StoredAccess {

    private final ClusterRepository clusters;
    private final CredentialStore credentials;
    private final JdbcClient jdbc;

    StoredAccess(ClusterRepository clusters, CredentialStore credentials, JdbcClient jdbc) {
        this.clusters = clusters;
        this.credentials = credentials;
        this.jdbc = jdbc;
    }

    /** Changes whenever a connection has to be made anew; holds nothing secret. Asked before every call, so it is one statement. */
    String fingerprint(ClusterId id) {
        return jdbc.sql("""
                select c.api_server || ' ' || coalesce(cast(k.updated_at as text), 'none')
                from cluster c left join cluster_credential k on k.cluster_id = c.id
                where c.id = :id""")
                .param("id", id.value())
                .query(String.class)
                .optional()
                .orElse("retired");
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Optional<ClusterAccess> access(ClusterId id) {
        return clusters.findById(id.value())
                .flatMap(cluster -> credentials
                        .get(id.value())
                        .map(found -> new ClusterAccess(
                                cluster.apiServer(), cluster.certificateAuthority(), cluster.tlsServerName(), found)));
    }
}
