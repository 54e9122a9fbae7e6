package io.gauntlet.cluster;

import java.util.Optional;

/**
 * Address and identity taken from one context of a kubeconfig.
 *
 * @param apiServer            https, or http on loopback; no path is lost
 * @param certificateAuthority PEM; empty means the trust store of the JVM
 */
record ClusterAccess(String apiServer, Optional<String> certificateAuthority, Credentials credentials) {}
