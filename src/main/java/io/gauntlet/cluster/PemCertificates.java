package io.gauntlet.cluster;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads the certificates of a PEM text. */
final class PemCertificates {

    private PemCertificates() {}

    /** All of them in their order; empty when there are none or one cannot be read. */
    static List<X509Certificate> read(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException unreadable) {
            return List.of();
        }
    }
}
