package io.gauntlet.cluster;

import java.util.Optional;

/**
 * Address and identity taken from one context of a kubeconfig.
 *
 * @param apiServer            https, or http on loopback; no path is lost
 * @param certificateAuthority PEM; empty means the trust store of the JVM
 * @param tlsServerName        the name that the certificate has to carry; empty means the host of the address
 */
record ClusterAccess(
        String apiServer,
        Optional<String> certificateAuthority,
        Optional<String> tlsServerName,
        Credentials credentials) {}
