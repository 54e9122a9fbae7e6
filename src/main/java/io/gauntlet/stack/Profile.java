package io.gauntlet.stack;

import io.gauntlet.kernel.ResourceName;
import java.util.Map;

/**
 * Named settings that clusters share, as they were when read.
 *
 * @param settings  value by path, only what differs from the defaults
 * @param effective settings with a value for every path
 */
public record Profile(ResourceName name, Map<String, Object> settings, StackSettings effective, int version) {

    /** The profile of clusters that nobody configured. */
    public static final ResourceName DEFAULT = new ResourceName("default");

    public Profile {
        settings = Map.copyOf(settings);
    }
}
