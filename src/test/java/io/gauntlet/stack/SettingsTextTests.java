package io.gauntlet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTextTests {

    @Test
    void everyKindOfValueIsReadAsItWasWritten() {
        Map<String, Object> settings = Map.of(
                "prometheus.replicas",
                3,
                "prometheus.retention",
                "2d",
                "grafana.enabled",
                true,
                "storage.parameters",
                Map.of("type", "gp3", "a b", "x: \"y\" # z"),
                "hostile",
                "null\n- \u00e9: {",
                "list",
                List.of("a", "b"));
        var text = SettingsText.write(settings);
        assertThat(text.lines()).hasSize(settings.size());
        assertThat(SettingsText.read(text)).isEqualTo(settings);
        assertThat(SettingsText.read("")).isEmpty();
    }

    @Test
    void whatTheTextDoesNotNameIsTakenOut() {
        assertThat(SettingsText.change(Map.of("a", 1, "b", 2), "b: 3\n"))
                .containsEntry("a", null)
                .containsEntry("b", 3)
                .hasSize(2);
    }
}
