package io.gauntlet.routing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.kernel.DomainException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts over the configurations of Alertmanager's own tests (0.34, Apache-2.0): what it loads is saved, the rest is not. */
class AlertmanagerConformanceTests {

    private static final Path FOLDER = Path.of("src/test/resources/conformance/alertmanager");
    private static final Set<String> GOOD = Set.of(
            "empty-fields",
            "good",
            "group-by-all",
            "http-config.good",
            "mattermost-default-webhook-url",
            "mattermost-default-webhook-url-file",
            "opsgenie-default-apikey",
            "opsgenie-default-apikey-file",
            "rocketchat-default-token",
            "rocketchat-default-token-file",
            "slack-default-api-url-file",
            "slack-default-app-token",
            "smtp-no-username-or-password",
            "smtp-password-global-and-local",
            "sns-topic-arn",
            "telegram-default-bot-token",
            "telegram-default-bot-token-file",
            "victorops-default-apikey",
            "victorops-default-apikey-file",
            "wechat-default-api-secret-file");

    static Stream<Path> files() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void agreesWithAlertmanager(Path file) throws IOException {
        var name = file.getFileName().toString().replaceAll("^conf\\.|\\.yml$", "");
        var text = Files.readString(file);
        if (GOOD.contains(name)) {
            assertThatCode(() -> AlertmanagerCheck.run(BoundedYaml.loadMap("yaml", text)))
                    .doesNotThrowAnyException();
        } else {
            assertThatExceptionOfType(DomainException.Invalid.class)
                    .isThrownBy(() -> AlertmanagerCheck.run(BoundedYaml.loadMap("yaml", text)));
        }
    }
}
