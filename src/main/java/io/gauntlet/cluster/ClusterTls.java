package io.gauntlet.cluster;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
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
            return new Named(context, serverName);
        } catch (GeneralSecurityException | IOException unusable) {
            throw new ClusterCallException(
                    ClusterCallException.Failure.TLS, "The certificates of the kubeconfig cannot be used for TLS.");
        }
    }

    static SSLParameters parameters(String serverName) {
        var parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!serverName.contains(":") && !serverName.matches("[0-9.]+")) {
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
        }
        return parameters;
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

    /** Gives every engine the server's name as its peer: that is what the certificate is compared with. */
    private static final class Named extends SSLContext {

        Named(SSLContext context, String serverName) {
            super(new NamedSpi(context, serverName), context.getProvider(), context.getProtocol());
        }
    }

    /** Makes engines of clients that know their peer; every other way would verify no name, or a wrong one, and is refused. */
    private static final class NamedSpi extends SSLContextSpi {

        private final SSLContext context;
        private final String serverName;

        NamedSpi(SSLContext context, String serverName) {
            this.context = context;
            this.serverName = serverName;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return context.createSSLEngine(serverName, port);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            throw new UnsupportedOperationException("an engine without a peer verifies no name");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw new UnsupportedOperationException("sockets would verify the name of the resolved address");
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException("this is the client's side");
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return context.getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return context.getSupportedSSLParameters();
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("the context is initialised already");
        }
    }
}
