package io.gauntlet.kernel;

import java.net.URI;
import java.net.http.HttpRequest;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Requests to an address that was resolved and checked before, while the certificate is verified for the name of the host and the
 * Host header names it.
 */
public final class PinnedHost {

    /** Setting of the JDK that lets requests have a Host header of their own. It is read once. */
    public static final String HOST_HEADER_SETTING = "jdk.httpclient.allowRestrictedHeaders";

    private PinnedHost() {}

    /** A context whose engines verify {@code name}, whatever address they connect to. */
    public static SSLContext context(SSLContext context, String name) {
        return new Named(context, name);
    }

    /** Parameters that have the certificate verified, and that tell the server the name unless it is an address. */
    public static SSLParameters parameters(String name) {
        var parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!name.contains(":") && !name.matches("[0-9.]+")) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        return parameters;
    }

    /** Whether requests may carry a Host header of their own; asking makes it so where the HTTP client is not in use yet. */
    public static boolean hostHeaderSettable() {
        return Probe.SETTABLE;
    }

    private static final class Probe {

        static final boolean SETTABLE = probe();

        private static boolean probe() {
            var allowed = System.getProperty(HOST_HEADER_SETTING, "");
            if (allowed.isEmpty()) {
                System.setProperty(HOST_HEADER_SETTING, "host");
            } else if (!allowed.contains("host")) {
                System.setProperty(HOST_HEADER_SETTING, allowed + ",host");
            }
            try {
                HttpRequest.newBuilder(URI.create("http://localhost")).header("Host", "localhost");
                return true;
            } catch (IllegalArgumentException restricted) {
                return false;
            }
        }
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
