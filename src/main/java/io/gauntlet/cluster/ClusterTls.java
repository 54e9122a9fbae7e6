package io.gauntlet.cluster;

import io.gauntlet.kernel.PinnedHost;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards one API server. Its certificate is always verified: against the CA of the kubeconfig alone, or the trust store of
 * the JVM where it has none, and for the name of the address, although connections go to an address that was resolved before.
 */
final class ClusterTls {

    private static final char[] NO_PASSWORD = {};

    private ClusterTls() {}

    /** A context whose engines verify {@code serverName}, whatever address they connect to. */
    static SSLContext context(ClusterAccess access, String serverName) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys(access.credentials()), trust(access.certificateAuthority()), new SecureRandom());
            return PinnedHost.context(context, serverName);
        } catch (GeneralSecurityException | IOException unusable) {
            throw new ClusterCallException(
                    ClusterCallException.Failure.TLS, "The certificates of the kubeconfig cannot be used for TLS.");
        }
    }

    private static TrustManager[] trust(Optional<String> authority) throws GeneralSecurityException, IOException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (authority.isEmpty()) {
            factory.init((KeyStore) null);
            return factory.getTrustManagers();
        }
        var store = emptyStore();
        for (var certificate : PemCertificates.read(authority.get())) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager @Nullable [] keys(Credentials credentials) throws GeneralSecurityException, IOException {
        if (!(credentials instanceof Credentials.ClientCertificate pair)) {
            return null;
        }
        var key = PemKeys.read(pair.key().reveal()).orElseThrow(GeneralSecurityException::new);
        var store = emptyStore();
        store.setKeyEntry(
                "client",
                key,
                NO_PASSWORD,
                PemCertificates.read(pair.certificate()).toArray(Certificate[]::new));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
