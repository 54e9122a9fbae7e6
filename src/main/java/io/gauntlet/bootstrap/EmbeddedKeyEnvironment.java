package io.gauntlet.bootstrap;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Reads the short environment variables, and lets a master key be made beside the embedded database only: with an external
 * database a key that nobody knows of would be lost with the container.
 */
class EmbeddedKeyEnvironment implements EnvironmentPostProcessor {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        var defaults = new HashMap<String, Object>();
        take(environment, defaults, "GAUNTLET_MASTER_KEY_FILE", "gauntlet.vault.master-key-file");
        take(environment, defaults, "GAUNTLET_ADMIN_PASSWORD", "gauntlet.access.admin-password");
        take(environment, defaults, "GAUNTLET_BOOTSTRAP_TOKEN", "gauntlet.access.bootstrap-token");
        if (environment.getProperty("spring.datasource.url") == null) {
            defaults.put("gauntlet.vault.generate-key-in", environment.getProperty("gauntlet.home", ".gauntlet"));
        }
        environment.getPropertySources().addLast(new MapPropertySource("gauntlet environment", defaults));
    }

    private static void take(
            ConfigurableEnvironment environment, Map<String, Object> into, String variable, String property) {
        var value = environment.getProperty(variable);
        if (value != null && !value.isBlank()) {
            into.put(property, value.strip());
        }
    }
}
