package io.gauntlet.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Secret;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretExtractionTests {

    private static final String HEAD = "route: {receiver: a}\nreceivers:\n  - name: a\n";

    @Test
    void commentsAndStyleStayAndOnlySecretsGo() {
        var text = HEAD
                + "    slack_configs:\n      # the team\n      - api_url: 'https://hooks.example.org/canary'  # webhook\n        channel: '#a'\n";
        var extraction = extract(text);
        assertThat(extraction.text())
                .isEqualTo(HEAD + "    slack_configs:\n      # the team\n      - api_url_file: "
                        + "/etc/alertmanager/secrets/a-slack-api_url  # webhook\n        channel: '#a'\n");
        assertThat(extraction.secrets())
                .containsEntry("a-slack-api_url", Secret.of("https://hooks.example.org/canary"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http_config: {basic_auth: {username: u, password: canary-1}}",
                "http_config: {authorization: {credentials: canary-1}}",
                "http_config:\n          bearer_token: |\n            canary-1\n        max_alerts: 1",
                "http_config: {oauth2: {client_id: i, token_url: 'https://t.example.org', client_secret: canary-1}}",
                "http_config: {tls_config: {cert: c, key: canary-1}}"
            })
    void secretsOfHttpGoToo(String nested) {
        var extraction = extract(
                HEAD + "    webhook_configs:\n      - url: https://hook.example.org/x\n        " + nested + "\n");
        assertThat(extraction.text()).doesNotContain("canary").doesNotContain("hook.example.org");
        assertThat(CheckedConfig.of(extraction.text()).problems()).isEmpty();
        assertThat(extraction.secrets()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhook_configs: [{url: '<secret>'}]",
                "webhook_configs: [{<<: {url: 'https://h.example.org/canary-1'}}]",
                "webhook_configs: [{url: 'https://h.example.org/canary-1'}] # https://h.example.org/canary-1"
            })
    void whatCannotBeTakenOutIsRefused(String receiver) {
        assertThatExceptionOfType(DomainException.Invalid.class)
                .isThrownBy(() -> extract(HEAD + "    " + receiver + "\n"));
    }

    @Test
    void namesOfKeptFilesAreNotGivenToOthers() {
        var text = HEAD + "    webhook_configs:\n      - url: https://new.example.org/\n      - url_file: "
                + "/etc/alertmanager/secrets/a-webhook-url\n";
        assertThat(extract(text).secrets()).containsOnlyKeys("a-webhook-url-2");
    }

    @Test
    void namesDoNotDependOnThePlaceInTheList() {
        var first = "  - {name: a b, webhook_configs: [{url: 'https://one.example.org/'}]}\n";
        var second = "  - {name: a/b, webhook_configs: [{url: 'https://two.example.org/'}]}\n";
        var head = "route: {receiver: a b}\nreceivers:\n";
        var above = "  - {name: new, webhook_configs: [{url: 'https://new.example.org/'}]}\n";
        var names = extract(head + first + second).secrets();
        assertThat(extract(head + second + first).secrets()).isEqualTo(names);
        assertThat(extract(head + above + first + second).secrets()).containsAllEntriesOf(names);
    }

    @Test
    void passwordsOfMailStayWithTheirHost() {
        var global =
                "global: {smtp_smarthost: 'mail.example.org:25', smtp_from: f, smtp_auth_password_file: /etc/alertmanager/secrets/p}\n";
        var mail = "    email_configs: [{to: t}]\n";
        assertThat(kept(global, mail, global, mail)).containsExactly("p");
        assertThat(kept(global, mail, global.replace("mail.example", "evil.example"), mail))
                .isEmpty();
        assertThat(kept(global, mail, global, "    email_configs: [{to: t, smarthost: 'evil:25'}]\n"))
                .isEmpty();
        assertThat(kept(global, mail, global.replace("}", ", opsgenie_api_url: 'https://o.example.org'}"), mail))
                .containsExactly("p");
    }

    @Test
    void aNewWebhookAddressDropsThePasswordBesideIt() {
        var before =
                CheckedConfig.of(HEAD + "    webhook_configs: [{url_file: /etc/alertmanager/secrets/u, http_config: "
                        + "{basic_auth: {username: x, password_file: /etc/alertmanager/secrets/p}}}]\n");
        assertThat(KeptSecrets.of(before, before, Set.of())).containsExactlyInAnyOrder("u", "p");
        assertThat(KeptSecrets.of(before, before, Set.of("u"))).doesNotContain("p");
    }

    private static Set<String> kept(String global, String before, String globalAfter, String after) {
        var old = CheckedConfig.of(global + HEAD + before).required();
        return KeptSecrets.of(old, CheckedConfig.of(globalAfter + HEAD + after).required(), Set.of());
    }

    private static SecretExtraction extract(String text) {
        return SecretExtraction.of(CheckedConfig.of(text).required());
    }
}
