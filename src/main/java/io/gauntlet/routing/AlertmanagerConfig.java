package io.gauntlet.routing;

import io.gauntlet.kernel.Secret;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an Alertmanager is given. Both parts belong into Secret objects; neither is shown in the text form.
 *
 * @param yaml        the configuration file, with those secrets that Alertmanager reads from no file
 * @param secretFiles content by file name, below {@link Routing#SECRET_DIRECTORY}
 */
public record AlertmanagerConfig(RoutingId routing, String yaml, Map<String, Secret> secretFiles) {

    public AlertmanagerConfig {
        secretFiles = new TreeMap<>(secretFiles);
    }

    @Override
    public String toString() {
        return "AlertmanagerConfig[routing=" + routing + ", secretFiles=" + secretFiles.keySet() + "]";
    }
}
