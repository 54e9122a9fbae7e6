package io.gauntlet.cluster;

import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Secret;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The cluster and user entries of a kubeconfig, key by key. */
final class KubeconfigEntries {

    private static final Set<String> CLUSTER =
            Set.of("server", "certificate-authority-data", "disable-compression", "extensions");
    private static final Set<String> USER = Set.of("token", "client-certificate-data", "client-key-data", "extensions");
    private static final String USE_TOKEN =
            "Make a token for the generated role: kubectl create token gauntlet -n <namespace> --duration=720h.";
    private static final String INLINE = "Inline it: kubectl config view --raw --flatten --minify.";

    /** Keys that are refused with a reason of their own: value is reason and fix. */
    private static final Map<String, List<String>> REFUSED = Map.ofEntries(
            Map.entry(
                    "exec",
                    List.of("Credential plugins start a program on the server, so they are not allowed.", USE_TOKEN)),
            Map.entry(
                    "auth-provider",
                    List.of("Auth providers run code of their own, so they are not allowed.", USE_TOKEN)),
            Map.entry("tokenFile", List.of("Files of the server are never read.", "Put the token itself under token.")),
            Map.entry("certificate-authority", List.of("Files of the server are never read.", INLINE)),
            Map.entry("client-certificate", List.of("Files of the server are never read.", INLINE)),
            Map.entry("client-key", List.of("Files of the server are never read.", INLINE)),
            Map.entry("username", List.of("API servers do not take passwords any more.", USE_TOKEN)),
            Map.entry("password", List.of("API servers do not take passwords any more.", USE_TOKEN)),
            Map.entry("as", List.of("Impersonation would hide who acts.", USE_TOKEN)),
            Map.entry("as-groups", List.of("Impersonation would hide who acts.", USE_TOKEN)),
            Map.entry("as-uid", List.of("Impersonation would hide who acts.", USE_TOKEN)),
            Map.entry("as-user-extra", List.of("Impersonation would hide who acts.", USE_TOKEN)),
            Map.entry(
                    "tls-server-name",
                    List.of(
                            "The certificate has to carry the name of the address.",
                            "Use an address that the certificate names.")),
            Map.entry(
                    "proxy-url",
                    List.of(
                            "Credentials are not sent through a proxy.",
                            "Give an address that can be reached directly.")),
            Map.entry(
                    "insecure-skip-tls-verify",
                    List.of(
                            "The certificate of the API server is always verified.",
                            "Put the cluster's CA under certificate-authority-data.")));

    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]*");
    private static final Pattern EXPIRY = Pattern.compile("\"exp\"\\s*:\\s*(\\d{9,12})");

    private KubeconfigEntries() {}

    static Optional<ClusterAccess> access(
            String clusterPath,
            Map<String, Object> cluster,
            String userPath,
            Map<String, Object> user,
            List<FieldProblem> problems) {
        refuse(clusterPath, cluster, CLUSTER, problems);
        refuse(userPath, user, USER, problems);
        var server = text(cluster, "server");
        address(server)
                .ifPresent(problem ->
                        problems.add(new FieldProblem(clusterPath + ".server", problem.reason(), problem.fix())));
        var authority = pem(clusterPath, cluster, "certificate-authority-data", problems);
        authority.ifPresent(pem -> certificate(clusterPath + ".certificate-authority-data", pem, problems));
        var credentials = credentials(userPath, user, problems);
        if (!problems.isEmpty() || credentials.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ClusterAccess(server.replaceAll("/+$", ""), authority, credentials.get()));
    }

    /** What is wrong with the address of an API server, or nothing. */
    static Optional<FieldProblem> address(String server) {
        try {
            var uri = URI.create(server);
            var host = uri.getHost();
            if (host == null || uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
                return Optional.of(
                        new FieldProblem("apiServer", "The address is not a plain URL.", "Write https://host:port."));
            }
            var loopback = host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
            if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && loopback)) {
                return Optional.of(new FieldProblem(
                        "apiServer",
                        "The address is not https.",
                        "Use https; plain http is allowed on loopback only."));
            }
            return Optional.empty();
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.of(new FieldProblem("apiServer", "The address is not a URL.", "Write https://host:port."));
        }
    }

    private static void refuse(String path, Map<String, Object> entry, Set<String> known, List<FieldProblem> problems) {
        var unknown = new ArrayList<String>();
        for (var key : entry.keySet()) {
            var refused = REFUSED.get(key);
            if (refused != null) {
                if (!"insecure-skip-tls-verify".equals(key) || !Boolean.FALSE.equals(entry.get(key))) {
                    problems.add(new FieldProblem(path + "." + key, refused.get(0), refused.get(1)));
                }
            } else if (!known.contains(key)) {
                unknown.add(key);
            }
        }
        for (var key : unknown) {
            Kubeconfig.unknownKeys(path, Map.of(key, ""), known, problems);
        }
    }

    private static Optional<Credentials> credentials(
            String path, Map<String, Object> user, List<FieldProblem> problems) {
        var token = text(user, "token");
        if (!token.isBlank()) {
            if (!token.strip().matches("[\\x21-\\x7e]{1,16384}")) {
                problems.add(new FieldProblem(
                        path + ".token", "The token holds characters that no token has.", "Paste the token alone."));
            }
            return Optional.of(new Credentials.Token(Secret.of(token.strip()), expiry(token.strip())));
        }
        var certificate = pem(path, user, "client-certificate-data", problems);
        var key = pem(path, user, "client-key-data", problems);
        if (certificate.isPresent() && key.isPresent()) {
            var parsed = certificate(path + ".client-certificate-data", certificate.get(), problems);
            return Optional.of(new Credentials.ClientCertificate(
                    certificate.get(),
                    Secret.of(key.get()),
                    parsed.map(X509Certificate::getNotAfter).map(java.util.Date::toInstant)));
        }
        if (problems.isEmpty()) {
            problems.add(
                    new FieldProblem(path, "The user has no token and no client certificate with key.", USE_TOKEN));
        }
        return Optional.empty();
    }

    private static Optional<String> pem(
            String path, Map<String, Object> entry, String key, List<FieldProblem> problems) {
        var text = text(entry, key);
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            var decoded = new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
            if (decoded.contains("-----BEGIN ")) {
                return Optional.of(decoded);
            }
        } catch (IllegalArgumentException notBase64) {
            // falls through to the same message
        }
        problems.add(new FieldProblem(path + "." + key, "It is not base64 of a PEM text.", INLINE));
        return Optional.empty();
    }

    private static Optional<X509Certificate> certificate(String path, String pem, List<FieldProblem> problems) {
        try {
            var all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
            if (!all.isEmpty() && all.iterator().next() instanceof X509Certificate certificate) {
                return Optional.of(certificate);
            }
        } catch (CertificateException unreadable) {
            // falls through to the same message
        }
        problems.add(new FieldProblem(path, "It holds no certificate that can be read.", INLINE));
        return Optional.empty();
    }

    private static Optional<Instant> expiry(String token) {
        var jwt = JWT.matcher(token);
        if (!jwt.matches()) {
            return Optional.empty();
        }
        try {
            var claims = new String(Base64.getUrlDecoder().decode(jwt.group(1)), StandardCharsets.UTF_8);
            var expiry = EXPIRY.matcher(claims);
            return expiry.find()
                    ? Optional.of(Instant.ofEpochSecond(Long.parseLong(expiry.group(1))))
                    : Optional.empty();
        } catch (IllegalArgumentException notAToken) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, Object> entry, String key) {
        return entry.get(key) instanceof String text ? text : "";
    }
}
