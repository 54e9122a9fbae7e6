package io.gauntlet.cluster;

import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.kernel.Causes;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** Says in one sentence why a call failed. Texts of exceptions are not passed on: they could hold parts of the request. */
final class CallFailures {

    private static final int DEEPEST = 20;

    private CallFailures() {}

    static ClusterCallException classify(Throwable failed) {
        var known = Causes.find(failed, ClusterCallException.class);
        if (known.isPresent()) {
            return known.get();
        }
        if (Causes.find(failed, HttpConnectTimeoutException.class).isPresent()) {
            return new ClusterCallException(Failure.UNREACHABLE, "The connection does not come about in time.");
        }
        if (Causes.find(failed, HttpTimeoutException.class).isPresent()) {
            return new ClusterCallException(Failure.TIMEOUT, "There was no answer in time.");
        }
        if (Causes.find(failed, SSLException.class).isPresent()
                || Causes.find(failed, CertificateException.class).isPresent()) {
            return new ClusterCallException(Failure.TLS, tls(failed));
        }
        return new ClusterCallException(Failure.UNREACHABLE, "The connection broke before the answer was complete.");
    }

    private static String tls(Throwable failed) {
        if (Causes.find(failed, CertificateExpiredException.class).isPresent()) {
            return "The certificate of the API server has expired.";
        }
        if (Causes.find(failed, CertificateNotYetValidException.class).isPresent()) {
            return "The certificate of the API server is not valid yet.";
        }
        var text = messages(failed);
        if (text.contains("No subject alternative") || text.contains("No name matching")) {
            return "The certificate of the API server is for another name or address.";
        }
        if (Causes.find(failed, CertPathValidatorException.class).isPresent() || text.contains("PKIX")) {
            return "The certificate of the API server is not signed by the CA of the kubeconfig.";
        }
        if (text.contains("bad_certificate") || text.contains("certificate_required") || text.contains("unknown_ca")) {
            return "The API server does not accept the client certificate.";
        }
        return "TLS fails: what answers does not speak it, or has a certificate, key or protocol that is not accepted.";
    }

    private static String messages(Throwable failed) {
        var text = new StringBuilder();
        var error = failed;
        for (var depth = 0; error != null && depth < DEEPEST; depth++) {
            text.append(error.getMessage()).append('\n');
            error = error.getCause();
        }
        return text.toString();
    }
}
