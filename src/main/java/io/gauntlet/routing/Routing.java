package io.gauntlet.routing;

import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One Alertmanager configuration.
 *
 * @param selector    the clusters it is for; of several that match, the one with the lowest position is used
 * @param yaml        the configuration; secrets are replaced by {@code *_file} keys that name files under
 *     {@link #SECRET_DIRECTORY}, or by placeholders where there is no such key
 * @param secretHints file name of each secret, with the end of its value for recognition
 * @param warnings    what is allowed but will surprise: receivers without integration, routes that never match
 */
public record Routing(
        RoutingId id,
        ResourceName name,
        LabelSelector selector,
        int position,
        String yaml,
        Map<String, String> secretHints,
        List<String> warnings,
        Instant updatedAt,
        int version) {

    /** Where Alertmanager finds the files of its secrets. */
    public static final String SECRET_DIRECTORY = "/etc/alertmanager/secrets";
}
