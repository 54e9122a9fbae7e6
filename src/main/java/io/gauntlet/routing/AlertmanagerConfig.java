package io.gauntlet.routing;

import io.gauntlet.kernel.Secret;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an Alertmanager is given.
 *
 * @param yaml        the configuration file without secrets
 * @param secretFiles content by file name, below {@link Routing#SECRET_DIRECTORY}
 */
public record AlertmanagerConfig(RoutingId routing, String yaml, Map<String, Secret> secretFiles) {

    public AlertmanagerConfig {
        secretFiles = new TreeMap<>(secretFiles);
    }
}
