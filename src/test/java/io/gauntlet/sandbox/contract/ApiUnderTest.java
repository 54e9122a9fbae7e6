package io.gauntlet.sandbox.contract;

import io.gauntlet.sandbox.SandboxFleet;
import io.gauntlet.sandbox.SandboxOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An API server that is asked over HTTP, as its kubeconfig says; the suite cannot tell which one it is. */
final class ApiUnderTest implements AutoCloseable {

    static final String KUBECONFIG = "GAUNTLET_CONTRACT_KUBECONFIG";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String server;
    private final String token;
    private final HttpClient client;
    private final @Nullable SandboxFleet fleet;

    private ApiUnderTest(String kubeconfig, @Nullable SandboxFleet fleet) {
        this.fleet = fleet;
        server = field(kubeconfig, "server").orElseThrow();
        token = field(kubeconfig, "token").orElseThrow();
        var builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        field(kubeconfig, "certificate-authority-data").ifPresent(authority -> builder.sslContext(trusting(authority)));
        client = builder.build();
    }

    /** An answer; the body is JSON or missing. */
    record Answer(int status, JsonNode body, HttpResponse<String> response) {

        JsonNode at(String pointer) {
            return body.at(pointer);
        }

        String text(String pointer) {
            return body.at(pointer).asString("");
        }
    }

    static ApiUnderTest theDouble() {
        var fleet = SandboxFleet.start(
                SandboxOptions.defaults("a secret for tests only, 32 bytes".getBytes(StandardCharsets.UTF_8))
                        .withoutLife());
        return new ApiUnderTest(fleet.cluster("contract").kubeconfig(), fleet);
    }

    /** The server that the environment names; empty if it names none. */
    static Optional<ApiUnderTest> theRealOne() {
        var file = Optional.ofNullable(System.getProperty(KUBECONFIG))
                .or(() -> Optional.ofNullable(System.getenv(KUBECONFIG)));
        return file.filter(path -> !path.isBlank()).map(path -> {
            try {
                return new ApiUnderTest(Files.readString(Path.of(path)), null);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }

    private static Optional<String> field(String kubeconfig, String name) {
        var matcher = Pattern.compile(name + ":\\s*\"?([^\"\\s,}]+)").matcher(kubeconfig);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static SSLContext trusting(String authority) {
        try {
            var certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getDecoder().decode(authority)));
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", certificate);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException("the certificate authority of the kubeconfig cannot be used", broken);
        }
    }

    Answer get(String path) {
        return call("GET", path, null, "application/json", token);
    }

    /** Asks for another representation than JSON of the whole object. */
    Answer getAccepting(String path, String accept) {
        return send(request("GET", path, null, "application/json", token).setHeader("Accept", accept));
    }

    Answer getAs(String path, String bearer) {
        return call("GET", path, null, "application/json", bearer);
    }

    Answer post(String path, String body) {
        return call("POST", path, body, "application/json", token);
    }

    Answer postAs(String path, String body, String bearer) {
        return call("POST", path, body, "application/json", bearer);
    }

    Answer put(String path, String body) {
        return call("PUT", path, body, "application/json", token);
    }

    Answer delete(String path, @Nullable String options) {
        return call("DELETE", path, options, "application/json", token);
    }

    Answer merge(String path, String body) {
        return call("PATCH", path, body, "application/merge-patch+json", token);
    }

    Answer apply(String path, String manager, String body) {
        var separator = path.contains("?") ? "&" : "?";
        var query = separator + "fieldManager=" + manager + "&fieldValidation=Strict";
        return call("PATCH", path + query, body, "application/apply-patch+yaml", token);
    }

    Answer call(String method, String path, @Nullable String body, String type, String bearer) {
        return send(request(method, path, body, type, bearer));
    }

    private HttpRequest.Builder request(String method, String path, @Nullable String body, String type, String bearer) {
        var request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", type)
                .header("User-Agent", "contract/1")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            var text = response.body();
            var json = text.startsWith("{") && !text.strip().contains("\n{");
            return new Answer(response.statusCode(), json ? JSON.readTree(text) : JSON.missingNode(), response);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ended);
        }
    }

    @Override
    public void close() {
        client.close();
        if (fleet != null) {
            fleet.close();
        }
    }
}
