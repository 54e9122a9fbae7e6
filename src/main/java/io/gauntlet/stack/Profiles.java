package io.gauntlet.stack;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The profiles of the fleet. There always is one named {@code default}. */
public interface Profiles {

    List<Profile> all();

    Page<Profile> page(@Nullable String after, int limit);

    Profile get(ResourceName name);

    Profile add(String name, Map<String, @Nullable Object> settings);

    /**
     * Changes single settings; a null value gives one back to the default. Refused as a whole when one of the clusters that use
     * the profile would break a rule.
     */
    Profile edit(ResourceName name, int version, Map<String, @Nullable Object> settings);

    /** Refused for the default profile and while a cluster uses it. */
    void remove(ResourceName name, int version);

    /** Clusters of the fleet that use the profile. */
    List<ClusterId> usersOf(ResourceName name);
}
