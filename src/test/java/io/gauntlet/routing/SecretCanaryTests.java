package io.gauntlet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever a configuration looks like: its secrets are in what is rendered, and nowhere in what is stored. */
class SecretCanaryTests {

    private static final List<String> INTEGRATIONS = List.of(
            "webhook_configs: [{url: 'https://h.example.org/%s'}]",
            "slack_configs: [{api_url: 'https://h.example.org/%s', channel: c, http_config: {bearer_token: b-%s}}]",
            "webhook_configs: [{url: 'https://h.example.org/{{ .x }}/%s'}]",
            "sns_configs: [{topic_arn: t, sigv4: {region: r, access_key: a, secret_key: \"%s\\\"'#\\n\"}}]",
            "email_configs:\n      - to: t # comment ü 😀\n        smarthost: m:25\n        from: f\n        auth_password: |-\n          %s",
            "opsgenie_configs: [{api_key: %s, http_config: {proxy_url: 'http://u:%s@p:1', proxy_connect_header: {A: [%s]}}}]",
            "webhook_configs: [{url_file: /x, http_config: {http_headers: {X-A: {values: [v], secrets: [%s, %s]}}}}]",
            "pagerduty_configs: [{routing_key: %s, http_config: {oauth2: {client_id: i, client_secret: %s, token_url: 'https://t.example.org'}}}]");

    @Test
    void canariesAreOnlyInWhatIsRendered() {
        var random = new Random(20261125);
        for (var round = 0; round < 300; round++) {
            var receivers = IntStream.range(0, 1 + random.nextInt(6))
                    .mapToObj(number -> "  - name: r" + number + "\n    " + integration(random) + "\n")
                    .collect(Collectors.joining());
            var text = "route: {receiver: r0} # canaries: none\nreceivers:\n" + receivers;
            var checked = CheckedConfig.of(text).required();
            var extraction = SecretExtraction.of(checked);
            assertThat(extraction.text()).doesNotContain("canary-").contains("# canaries: none");
            assertThat(CheckedConfig.of(extraction.text()).problems()).isEmpty();
            var rendered =
                    SecretInsertion.render(new RoutingId(new UUID(0, round)), extraction.text(), extraction.secrets());
            var objects = rendered.yaml()
                    + rendered.secretFiles().values().stream()
                            .map(io.gauntlet.kernel.Secret::reveal)
                            .collect(Collectors.joining(" "));
            assertThat(objects.split("canary-", -1)).hasSameSizeAs(text.split("canary-", -1));
            assertThat(CheckedConfig.of(rendered.yaml()).problems()).isEmpty();
            assertThat(rendered.yaml()).doesNotContain("gauntlet-secret");
        }
    }

    private static String integration(Random random) {
        var text = INTEGRATIONS.get(random.nextInt(INTEGRATIONS.size()));
        while (text.contains("%s")) {
            text = text.replaceFirst("%s", "canary-" + Long.toHexString(random.nextLong()));
        }
        return text;
    }
}
