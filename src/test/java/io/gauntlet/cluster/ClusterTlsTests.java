package io.gauntlet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.kernel.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A server behind TLS is spoken to only when its certificate is of the given CA and for the given name (promise O2). */
class ClusterTlsTests {

    private static final String NAME = "api.example.test";

    @TempDir
    Path folder;

    private final List<String> tokensSeen = new ArrayList<>();
    private final List<String> namesLookedUp = new ArrayList<>();
    private TestCertificates certificates;
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        certificates = TestCertificates.selfSigned(folder, "EC", "dns:" + NAME);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificates.serverContext()));
        server.createContext("/version", exchange -> {
            tokensSeen.add(exchange.getRequestHeaders().getFirst("Authorization"));
            var body = "{\"gitVersion\":\"v1.34.4\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theCertificateOfTheGivenAuthorityForTheNameIsAccepted() throws Exception {
        assertThat(version(NAME, certificates.certificate(), null)).isEqualTo("v1.34.4");
        assertThat(tokensSeen).containsExactly("Bearer the-token");
        assertThat(namesLookedUp).containsExactly(NAME);
    }

    @Test
    void anotherNameIsRefusedBeforeTheTokenIsSent() {
        assertThatThrownBy(() -> version("other.example.test", certificates.certificate(), null))
                .isInstanceOfSatisfying(
                        ClusterCallException.class,
                        failed -> assertThat(failed.failure()).isEqualTo(Failure.TLS))
                .hasMessageContaining("for another name");
        assertThat(tokensSeen).isEmpty();
    }

    @Test
    void theNameOfTheKubeconfigReplacesTheHost() throws Exception {
        assertThat(version("other.example.test", certificates.certificate(), NAME))
                .isEqualTo("v1.34.4");
        assertThatThrownBy(() -> version(NAME, certificates.certificate(), "other.example.test"))
                .hasMessageContaining("for another name");
    }

    @Test
    void anotherAuthorityIsRefused() throws Exception {
        var other = TestCertificates.selfSigned(folder, "EC", "dns:" + NAME).certificate();
        assertThatThrownBy(() -> version(NAME, other, null)).hasMessageContaining("not signed by the CA");
        // Nor is it one of the public authorities.
        assertThatThrownBy(() -> version(NAME, null, null)).hasMessageContaining("not signed by the CA");
        assertThat(tokensSeen).isEmpty();
    }

    @Test
    void keysOfBothKindsAreRead() throws Exception {
        for (var algorithm : List.of("EC", "RSA", "Ed25519")) {
            var pair = TestCertificates.selfSigned(folder, algorithm, "dns:client");
            assertThat(PemKeys.read(pair.privateKey())).as(algorithm).isPresent();
            var credentials = new Credentials.ClientCertificate(
                    pair.certificate(), Secret.of(pair.privateKey()), Optional.empty());
            assertThat(call(NAME, certificates.certificate(), null, credentials))
                    .isEqualTo("v1.34.4");
        }
    }

    private String version(String host, @Nullable String authority, @Nullable String serverName) {
        return call(host, authority, serverName, new Credentials.Token(Secret.of("the-token"), Optional.empty()));
    }

    private String call(String host, @Nullable String authority, @Nullable String serverName, Credentials credentials) {
        var properties = new ClusterProperties(Duration.ofSeconds(5), Duration.ofSeconds(5), true, List.of());
        var clients = new ApiServerClients(
                new AddressPolicy(properties, this::lookUp), properties, java.time.Clock.systemUTC());
        var access = new ClusterAccess(
                "https://" + host + ":" + server.getAddress().getPort(),
                Optional.ofNullable(authority),
                Optional.ofNullable(serverName),
                credentials);
        try (var calls = clients.open(access)) {
            return new KubernetesApi(calls, JsonMapper.shared()).version();
        } finally {
            clients.close();
        }
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        namesLookedUp.add(host);
        return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})};
    }
}
