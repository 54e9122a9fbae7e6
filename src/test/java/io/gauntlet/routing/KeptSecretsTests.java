package io.gauntlet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stored secret is never sent to a new address. */
class KeptSecretsTests {

    private static final String FILE = "_file: /etc/alertmanager/secrets/k";
    private static final String HEAD = "route: {receiver: a}\nreceivers:\n  - name: a\n    ";

    private static final String OPSGENIE = HEAD + "opsgenie_configs: [{api_url: 'https://a.example.org/', api_key"
            + FILE + ", http_config: {proxy_url: 'http://p:1', basic_auth: {username: u, password_file: /x}}}]\n";

    @Test
    void anUnchangedNeighbourhoodKeepsTheSecret() {
        assertThat(kept(OPSGENIE, OPSGENIE.replace("[{api_url", "[{send_resolved: true, api_url")))
                .containsExactly("k");
        assertThat(kept(OPSGENIE, OPSGENIE.replace("    opsgenie", "    # a note\n    opsgenie")))
                .containsExactly("k");
    }

    @Test
    void theReceiverMayMoveAndBeRenamed() {
        var moved = OPSGENIE.replace("  - name: a", "  - name: z\n  - name: b").replace("receiver: a", "receiver: b");
        assertThat(kept(OPSGENIE, moved)).containsExactly("k");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example.org/,https://evil.example.org/",
        "https://a.example.org/,https://a.example.org/v2",
        "https://a.example.org/,https://a.example.org:444/",
        "http://p:1,http://evil:1",
        "username: u,username: other",
    })
    void aChangedNeighbourDropsIt(String old, String replacement) {
        assertThat(kept(OPSGENIE, OPSGENIE.replace(old, replacement))).isEmpty();
    }

    @Test
    void leavingAnAddressOutSendsToTheDefaultOne() {
        assertThat(kept(OPSGENIE, OPSGENIE.replace("api_url: 'https://a.example.org/', ", "")))
                .isEmpty();
    }

    @Test
    void anotherFieldOrIntegrationCannotTakeIt() {
        var victorops = HEAD + "victorops_configs: [{routing_key: r, api_key" + FILE + "}]\n";
        assertThat(kept(victorops, victorops)).containsExactly("k");
        assertThat(kept(victorops, HEAD + "opsgenie_configs: [{api_key" + FILE + "}]\n"))
                .isEmpty();
        assertThat(kept(
                        victorops,
                        HEAD + "webhook_configs: [{url: 'https://evil.example.org', http_config: "
                                + "{basic_auth: {username_file: /etc/alertmanager/secrets/k}}}]\n"))
                .isEmpty();
    }

    @Test
    void aPasswordOfTheGlobalHttpSettingsIsBoundToAllReceivers() {
        var global = "global: {http_config: {authorization: {credentials" + FILE + "}}}\n";
        var before = global + HEAD + "webex_configs: [{room_id: r, api_url: 'https://a.example.org'}]\n";
        assertThat(kept(before, before)).containsExactly("k");
        assertThat(kept(before, before.replace("a.example", "evil.example"))).isEmpty();
    }

    @Test
    void aPlaceholderFollowsTheSameRule() {
        var sns = HEAD + "sns_configs: [{topic_arn: t, api_url: 'https://a.example.org', sigv4: {access_key: x, "
                + "secret_key: 'gauntlet-secret:k'}}]\n";
        assertThat(kept(sns, sns)).containsExactly("k");
        assertThat(kept(sns, sns.replace("a.example", "evil.example"))).isEmpty();
        assertThat(kept(sns, HEAD + "webhook_configs: [{url: 'gauntlet-secret:k'}]\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "../secrets/k",
        "/etc/alertmanager/secrets/../secrets/k",
        "/etc/alertmanager/secrets/..data/k",
        "/proc/self/root/etc/alertmanager/secrets/k"
    })
    void noOtherPathLeadsToAStoredSecret(String path) {
        assertThat(CheckedConfig.of(HEAD + "telegram_configs: [{bot_token_file: '" + path + "', chat_id: 1}]\n")
                        .problems())
                .isNotEmpty();
        assertThat(CheckedConfig.of("templates: ['" + path + "']\nroute: {receiver: a}\nreceivers: [{name: a}]\n")
                        .problems())
                .isNotEmpty();
    }

    private static Set<String> kept(String before, String after) {
        return KeptSecrets.of(CheckedConfig.of(before), CheckedConfig.of(after), Set.of());
    }
}
