package io.gauntlet.cluster;

import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Address and credentials of a cluster of the inventory, read together, so that never one goes with another's. */
@Component
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
class StoredAccess {

    private final ClusterRepository clusters;
    private final CredentialRepository rows;
    private final CredentialStore credentials;

    StoredAccess(ClusterRepository clusters, CredentialRepository rows, CredentialStore credentials) {
        this.clusters = clusters;
        this.rows = rows;
        this.credentials = credentials;
    }

    /** Changes whenever a connection has to be made anew; holds nothing secret. */
    String fingerprint(ClusterId id) {
        return clusters.findById(id.value())
                .map(cluster -> cluster.apiServer() + " "
                        + rows.findById(id.value())
                                .map(row -> row.updatedAt().toString())
                                .orElse("none"))
                .orElse("retired");
    }

    Optional<ClusterAccess> access(ClusterId id) {
        return clusters.findById(id.value())
                .flatMap(cluster -> credentials
                        .get(id.value())
                        .map(found -> new ClusterAccess(
                                cluster.apiServer(), cluster.certificateAuthority(), cluster.tlsServerName(), found)));
    }
}
