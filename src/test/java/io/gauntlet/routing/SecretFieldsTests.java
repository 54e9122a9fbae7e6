package io.gauntlet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.kernel.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks the field table: every secret it knows is taken out, so a new one cannot be forgotten. */
class SecretFieldsTests {

    private static final String CANARY = "https://canary.example.org/5f0e";

    /** A place of a secret, as keys that lead there; "*" is an item of a list or an entry with a free name. */
    record Place(List<String> keys, String type, boolean twin) {

        @Override
        public String toString() {
            return String.join(".", keys);
        }
    }

    static List<Place> secrets() {
        var places = new ArrayList<Place>();
        walk("top", List.of(), places);
        return places;
    }

    private static void walk(String section, List<String> keys, List<Place> places) {
        for (var field : FieldTable.section(section).fields().values()) {
            var here = new ArrayList<>(keys);
            here.add(field.name());
            if (field.type().startsWith("@")) {
                var nested = field.type().replaceAll("[@\\[\\]]", "");
                if (field.type().endsWith("[]")) {
                    here.add("[]");
                } else if (field.type().startsWith("@@")) {
                    here.add("{}");
                }
                if (!nested.equals("route")) {
                    walk(nested, here, places);
                }
            } else if (field.secret()) {
                places.add(new Place(here, field.type(), field.hasTwin()));
            }
        }
    }

    @Test
    void theTableKnowsTheSecretsOfAlertmanager() {
        assertThat(secrets())
                .hasSizeGreaterThan(150)
                .extracting(Place::toString)
                .contains(
                        "global.smtp_auth_password",
                        "global.http_config.basic_auth.password",
                        "receivers.[].webhook_configs.[].url",
                        "receivers.[].sns_configs.[].sigv4.secret_key",
                        "receivers.[].slack_configs.[].http_config.oauth2.client_secret",
                        "receivers.[].webhook_configs.[].http_config.http_headers.{}.secrets",
                        "receivers.[].email_configs.[].tls_config.key");
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void everySecretIsTakenOutAndRenderedAgain(Place place) {
        var extraction = SecretExtraction.of(CheckedConfig.of(text(place)));
        assertThat(extraction.text()).doesNotContain("canary");
        assertThat(extraction.secrets()).hasSize(1);
        var rendered = SecretInsertion.render(
                new RoutingId(new java.util.UUID(0, 1)), extraction.text(), extraction.secrets());
        if (place.twin()) {
            assertThat(rendered.yaml()).isEqualTo(extraction.text());
            assertThat(rendered.secretFiles().values()).containsExactly(Secret.of(CANARY));
        } else {
            assertThat(rendered.secretFiles()).isEmpty();
            assertThat(CheckedConfig.of(rendered.yaml()).config())
                    .isEqualTo(CheckedConfig.of(text(place)).config());
        }
        assertThat(rendered.toString()).doesNotContain("canary");
    }

    private static String text(Place place) {
        var value = switch (place.type()) {
            case "texts" -> "['" + CANARY + "']";
            case "map", "any" -> "{X-Key: '" + CANARY + "'}";
            default -> "'" + CANARY + "'";
        };
        for (var key : place.keys().reversed()) {
            value = switch (key) {
                case "[]" -> "[" + value + "]";
                case "{}" -> "{X-Name: " + value + "}";
                default -> "{" + key + ": " + value + "}";
            };
        }
        return value + "\n";
    }

    @Test
    void credentialsInAnAddressAreTakenOutWithIt() {
        var extraction =
                SecretExtraction.of(CheckedConfig.of("global: {http_config: {proxy_url: 'http://u:canary@p:1'}, "
                        + "opsgenie_api_url: 'https://u:canary@o.example.org'}\n"));
        assertThat(extraction.text())
                .contains("proxy_url: gauntlet-secret:global-http_config-proxy_url")
                .doesNotContain("canary");
        assertThat(extraction.secrets())
                .isEqualTo(Map.of(
                        "global-http_config-proxy_url", Secret.of("\"http://u:canary@p:1\""),
                        "global-opsgenie_api_url", Secret.of("\"https://u:canary@o.example.org\"")));
    }
}
