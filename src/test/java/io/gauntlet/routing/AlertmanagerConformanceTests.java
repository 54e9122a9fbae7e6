package io.gauntlet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdicts agree with amtool's over the upstream test data. */
class AlertmanagerConformanceTests {

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

    static List<Path> files() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/conformance/alertmanager"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void verdictAgrees(Path file) throws IOException {
        var name = file.getFileName().toString().replaceFirst("^conf\\.", "").replaceFirst("\\.yml$", "");
        var problems = CheckedConfig.of(Files.readString(file)).problems();
        if (GOOD.contains(name)) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void noSecretStaysInTheText(Path file) throws IOException {
        var checked = CheckedConfig.of(Files.readString(file));
        if (!checked.problems().isEmpty()) {
            return;
        }
        var extraction = SecretExtraction.of(checked);
        var again = CheckedConfig.of(extraction.text());
        assertThat(again.problems()).isEmpty();
        // The one address of Slack that is public may stand there.
        assertThat(again.secrets()).allMatch(left -> left.value().equals(ReceiverCheck.SLACK_POST_MESSAGE));
        assertThat(extraction.secrets())
                .hasSize(checked.secrets().size() - again.secrets().size());
    }
}
