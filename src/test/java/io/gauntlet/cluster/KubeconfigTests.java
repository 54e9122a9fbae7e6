package io.gauntlet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A kubeconfig is data: nothing in it starts a program, reads a file or goes around verification (promises I2, I3, O3). */
class KubeconfigTests {

    private static final String CANARY = "canary-in-a-kubeconfig";

    @TempDir
    Path folder;

    private static String config(String cluster, String user) {
        return """
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: k, cluster: {%s}}]
                users: [{name: u, user: {%s}}]
                contexts: [{name: c, context: {cluster: k, user: u, namespace: monitoring}}]
                """.formatted(cluster, user);
    }

    private static ClusterAccess access(String text) {
        return Kubeconfig.read(Secret.of(text)).access(null);
    }

    private static List<FieldProblem> problems(String text, @Nullable String context) {
        var refused = catchThrowableOfType(
                DomainException.Invalid.class,
                () -> Kubeconfig.read(Secret.of(text)).access(context));
        assertThat(refused).as("it was accepted").isNotNull();
        assertThat(refused.problems()).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.reason()).isNotBlank();
            assertThat(problem.fix()).isNotBlank();
            assertThat(problem.toString()).doesNotContain(CANARY);
        });
        return refused.problems();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                exec: {command: /bin/sh, args: [-c, id]}     | users[u].exec                  | start a program
                auth-provider: {name: gcp}                   | users[u].auth-provider         | run code
                tokenFile: /var/run/secrets/token            | users[u].tokenFile             | Files of the server
                client-certificate: /etc/passwd              | users[u].client-certificate    | Files of the server
                client-key: ../key.pem                       | users[u].client-key            | Files of the server
                username: admin, password: x                 | users[u].username              | passwords
                token: t, as: system:admin                   | users[u].as                    | Impersonation
                token: t, surprise: 1                        | users[u].surprise              |
                token: 'two words'                           | users[u].token                 | characters
                client-certificate-data: '!!', token: ''     | users[u].client-certificate-data |
                client-key-data: aGVsbG8=                    | users[u].client-key-data       | PEM
                token: ''                                    | users[u]                       | no token
                """)
    void whatAUserMayNotHoldIsRefused(String user, String field, @Nullable String reason) {
        var found = problems(config("server: 'https://api.example.com:6443'", user), null);
        assertThat(found).extracting(FieldProblem::field).contains(field);
        assertThat(found).anySatisfy(problem -> {
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.reason()).contains(reason == null ? "" : reason);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                server: 'https://a:1', proxy-url: 'http://p'            | clusters[k].proxy-url
                server: 'https://a:1', insecure-skip-tls-verify: true   | clusters[k].insecure-skip-tls-verify
                server: 'https://a:1', certificate-authority: /ca.crt   | clusters[k].certificate-authority
                server: 'https://a:1', certificate-authority-data: aGVsbG8= | clusters[k].certificate-authority-data
                server: 'https://a:1', tls-server-name: 'a b'           | clusters[k].tls-server-name
                server: 'http://a.example.com'                          | clusters[k].server
                server: 'ftp://a.example.com'                           | clusters[k].server
                server: 'https://user:pw@a.example.com'                 | clusters[k].server
                server: 'https://a.example.com/?x=1'                    | clusters[k].server
                server: 'file:///etc/passwd'                            | clusters[k].server
                server: 'https://a:99999'                               | clusters[k].server
                server: ''                                              | clusters[k].server
                server: 'https://a:1', extra: 1                         | clusters[k].extra
                """)
    void whatAClusterMayNotHoldIsRefused(String cluster, String field) {
        assertThat(problems(config(cluster, "token: " + CANARY), null))
                .extracting(FieldProblem::field)
                .containsExactly(field);
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() {
        assertThat(problems(
                        config("server: 'https://a:1', proxy-url: 'http://p'", "exec: {command: x}, tokenFile: /t"),
                        null))
                .extracting(FieldProblem::field)
                .contains("clusters[k].proxy-url", "users[u].exec", "users[u].tokenFile");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "just text " + CANARY,
                "- a\n- list",
                "\t{" + CANARY,
                "a: &a [" + CANARY + "]\nb: *missing",
                "apiVersion: v1\napiVersion: v1\n",
                "kind: Config\n---\nkind: Config\n",
                "kind: !!java.net.URL ['http://x/']",
                "kind: Secret\napiVersion: v1",
                "kind: Config\ncontexts: {}",
                "kind: Config\napiVersion: v1"
            })
    void whatIsNoKubeconfigIsRefused(String text) {
        problems(text, null);
    }

    @Test
    void bombsEndBeforeTheyGrow() {
        var aliases = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 9; level++) {
            aliases.append("a%d: &a%d [%s]\n".formatted(level, level, ("*a" + (level - 1) + ",").repeat(9) + "x"));
        }
        problems(aliases.toString(), null);
        problems("a: ".repeat(1) + "[".repeat(5_000), null);
        problems("a: '" + "x".repeat(3_000_000) + "'", null);
    }

    @Test
    void twoEntriesOfOneNameAreRefused() {
        var twice = config("server: 'https://a:1'", "token: t")
                .replace("users: [", "users: [{name: u, user: {token: other}}, ");
        assertThat(problems(twice, null)).extracting(FieldProblem::field).containsExactly("users[u]");
    }

    @Test
    void contextsAreChosenByNameAndMissingOnesNamed() {
        var text = config("server: 'https://a:1'", "token: t").replace("current-context: c", "current-context: gone");
        assertThat(access(text).apiServer()).isEqualTo("https://a:1");
        assertThat(problems(text, "wrong")).extracting(FieldProblem::field).containsExactly("context");
        assertThat(problems(text.replace("user: u,", "user: nobody,"), "c"))
                .extracting(FieldProblem::field)
                .containsExactly("contexts[c].user");
    }

    @Test
    void aTokenWithItsExpiryIsTaken() {
        var claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"exp\":1800000000,\"sub\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        var found =
                access(config("server: 'https://10.0.0.1:6443/k8s/clusters/c-1/'", "token: e30." + claims + ".sig"));
        assertThat(found.apiServer()).isEqualTo("https://10.0.0.1:6443/k8s/clusters/c-1");
        assertThat(found.credentials().expiresAt()).contains(Instant.ofEpochSecond(1_800_000_000));
        assertThat(found.toString()).doesNotContain(claims);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void aClientCertificateWithItsKeyIsTaken(String algorithm) throws Exception {
        var pair = TestCertificates.selfSigned(folder, algorithm, "dns:client");
        var found = access(config(
                "server: 'https://a:1', certificate-authority-data: " + base64(pair.certificate())
                        + ", insecure-skip-tls-verify: false",
                "client-certificate-data: " + base64(pair.certificate()) + ", client-key-data: "
                        + base64(pair.privateKey())));
        assertThat(found.credentials()).isInstanceOf(Credentials.ClientCertificate.class);
        assertThat(found.credentials().expiresAt()).isPresent();
        assertThat(found.certificateAuthority()).contains(pair.certificate());
    }

    @Test
    void jsonIsYamlToo() {
        assertThat(access("""
                {"apiVersion":"v1","kind":"Config","clusters":[{"name":"k","cluster":{"server":"https://a:1"}}],
                 "users":[{"name":"u","user":{"token":"t"}}],
                 "contexts":[{"name":"c","context":{"cluster":"k","user":"u"}}]}""").apiServer()).isEqualTo("https://a:1");
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }
}
