package io.gauntlet.cluster;

import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The cluster and user entries of a kubeconfig, key by key. */
final class KubeconfigEntries {

    private static final String SKIP_VERIFY = "insecure-skip-tls-verify";
    private static final Set<String> CLUSTER =
            Set.of("server", "certificate-authority-data", "tls-server-name", "disable-compression", "extensions");
    private static final Set<String> USER = Set.of("token", "client-certificate-data", "client-key-data", "extensions");
    private static final String USE_TOKEN =
            "Make a token for the generated role: kubectl create token gauntlet -n <namespace> --duration=720h.";
    private static final String INLINE = "Inline it: kubectl config view --raw --flatten --minify.";
    private static final List<String> NO_FILES = List.of("Files of the server are never read.", INLINE);
    private static final List<String> NO_PASSWORDS = List.of("API servers do not take passwords any more.", USE_TOKEN);
    private static final List<String> NO_MASKS = List.of("Impersonation would hide who acts.", USE_TOKEN);

    /** Keys that are refused with a reason of their own: value is reason and fix. */
    private static final Map<String, List<String>> REFUSED = Map.ofEntries(
            Map.entry(
                    "exec",
                    List.of("Credential plugins start a program on the server, so they are not allowed.", USE_TOKEN)),
            Map.entry(
                    "auth-provider",
                    List.of("Auth providers run code of their own, so they are not allowed.", USE_TOKEN)),
            Map.entry("tokenFile", List.of("Files of the server are never read.", "Put the token itself under token.")),
            Map.entry("certificate-authority", NO_FILES),
            Map.entry("client-certificate", NO_FILES),
            Map.entry("client-key", NO_FILES),
            Map.entry("username", NO_PASSWORDS),
            Map.entry("password", NO_PASSWORDS),
            Map.entry("as", NO_MASKS),
            Map.entry("as-groups", NO_MASKS),
            Map.entry("as-uid", NO_MASKS),
            Map.entry("as-user-extra", NO_MASKS),
            Map.entry(
                    "proxy-url",
                    List.of(
                            "Credentials are not sent through a proxy.",
                            "Give an address that can be reached directly.")),
            Map.entry(
                    SKIP_VERIFY,
                    List.of(
                            "The certificate of the API server is always verified.",
                            "Put the cluster's CA under certificate-authority-data.")));

    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}");
    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]*");
    private static final Pattern EXPIRY = Pattern.compile("\"exp\"\\s*:\\s*(\\d{9,12})\\b");
    private static final Pattern DNS_NAME = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|\\[::1]|127(\\.\\d{1,3}){3}");

    private KubeconfigEntries() {}

    /** An entry and where it stands, for messages. */
    record Entry(String path, Map<String, Object> values) {

        String text(String key) {
            return values.get(key) instanceof String text ? text : "";
        }

        String at(String key) {
            return path + "." + key;
        }
    }

    static Optional<ClusterAccess> access(Entry cluster, Entry user, List<FieldProblem> problems) {
        var before = problems.size();
        refuse(cluster, CLUSTER, problems);
        refuse(user, USER, problems);
        var server = cluster.text("server").strip();
        address(server)
                .ifPresent(problem ->
                        problems.add(new FieldProblem(cluster.at("server"), problem.reason(), problem.fix())));
        var authority = certificates(cluster, "certificate-authority-data", problems);
        var serverName = Optional.of(cluster.text("tls-server-name")).filter(name -> !name.isEmpty());
        if (serverName.filter(name -> !DNS_NAME.matcher(name).matches()).isPresent()) {
            problems.add(new FieldProblem(
                    cluster.at("tls-server-name"),
                    "It is not a DNS name.",
                    "Write a name that the certificate carries."));
        }
        var credentials = credentials(user, problems, problems.size() == before);
        if (problems.size() > before || credentials.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ClusterAccess(server.replaceAll("/+$", ""), authority, serverName, credentials.get()));
    }

    /** What is wrong with the address of an API server, or nothing. */
    static Optional<FieldProblem> address(String server) {
        try {
            var uri = URI.create(server);
            var host = uri.getHost();
            if (host == null
                    || uri.getPort() > 65_535
                    || uri.getUserInfo() != null
                    || uri.getQuery() != null
                    || uri.getFragment() != null
                    || host.contains("%")
                    || host.endsWith(".")) {
                return Optional.of(wrongAddress("The address is not a plain URL.", "Write https://host:port."));
            }
            var plain = "http".equals(uri.getScheme()) && LOOPBACK.matcher(host).matches();
            return "https".equals(uri.getScheme()) || plain
                    ? Optional.empty()
                    : Optional.of(wrongAddress(
                            "The address is not https.", "Use https; plain http is allowed on loopback only."));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.of(wrongAddress("The address is not a URL.", "Write https://host:port."));
        }
    }

    private static FieldProblem wrongAddress(String reason, String fix) {
        return new FieldProblem("apiServer", reason, fix);
    }

    private static void refuse(Entry entry, Set<String> known, List<FieldProblem> problems) {
        entry.values().forEach((key, value) -> {
            var refused = REFUSED.get(key);
            if (refused == null) {
                Kubeconfig.unknownKeys(entry.path(), Map.of(key, ""), known, problems);
            } else if (!SKIP_VERIFY.equals(key) || !Boolean.FALSE.equals(value)) {
                problems.add(new FieldProblem(entry.at(key), refused.get(0), refused.get(1)));
            }
        });
    }

    /** @param demanded whether a user without credentials is to be named; not when the reason is named already */
    private static Optional<Credentials> credentials(Entry user, List<FieldProblem> problems, boolean demanded) {
        var token = user.text("token").strip();
        if (!token.isEmpty()) {
            if (!TOKEN.matcher(token).matches()) {
                problems.add(new FieldProblem(
                        user.at("token"), "The token holds characters that no token has.", "Paste the token alone."));
            }
            return Optional.of(new Credentials.Token(Secret.of(token), expiry(token)));
        }
        var certificate = certificates(user, "client-certificate-data", problems);
        var key = pem(user, "client-key-data", problems);
        if (key.isPresent() && PemKeys.read(key.get()).isEmpty()) {
            problems.add(new FieldProblem(
                    user.at("client-key-data"),
                    "It holds no private key that can be read.",
                    "Give an unencrypted RSA, EC or Ed25519 key in PEM form. Or: " + USE_TOKEN));
        }
        if (certificate.isPresent() && key.isPresent()) {
            var expiry = PemCertificates.read(certificate.get()).stream()
                    .findFirst()
                    .map(X509Certificate::getNotAfter)
                    .map(Date::toInstant);
            return Optional.of(new Credentials.ClientCertificate(certificate.get(), Secret.of(key.get()), expiry));
        }
        if (demanded) {
            problems.add(new FieldProblem(
                    user.path(), "The user has no token and no client certificate with key.", USE_TOKEN));
        }
        return Optional.empty();
    }

    private static Optional<String> certificates(Entry entry, String key, List<FieldProblem> problems) {
        var pem = pem(entry, key, problems);
        if (pem.isPresent() && PemCertificates.read(pem.get()).isEmpty()) {
            problems.add(new FieldProblem(entry.at(key), "It holds no certificate that can be read.", INLINE));
        }
        return pem;
    }

    private static Optional<String> pem(Entry entry, String key, List<FieldProblem> problems) {
        var text = entry.text(key);
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            var decoded = new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
            if (decoded.contains("-----BEGIN ")) {
                return Optional.of(decoded);
            }
        } catch (IllegalArgumentException notBase64) {
            problems.add(new FieldProblem(entry.at(key), "It is not base64.", INLINE));
            return Optional.empty();
        }
        problems.add(new FieldProblem(entry.at(key), "It is not base64 of a PEM text.", INLINE));
        return Optional.empty();
    }

    /** Of a JSON web token the time of expiry is read, to warn in time; nothing is decided by it. */
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
}
