package io.gauntlet.routing;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Alertmanager configurations of the fleet. */
public interface Routings {

    /** What {@link #add} would store of this text, or why it would be refused; saves nothing and keeps no secret. */
    Preview preview(String yaml);

    Routing add(AddRouting command);

    Routing get(RoutingId id);

    Routing get(ResourceName name);

    Optional<Routing> find(ResourceName name);

    Page<Routing> page(@Nullable String after, int limit);

    Routing edit(EditRouting command);

    void remove(RoutingId id, int version);

    /** The configuration for a cluster with these labels, secrets opened; empty when no routing selects it. */
    Optional<AlertmanagerConfig> forCluster(LabelSet clusterLabels);

    /** Like {@link #forCluster}, for many clusters with a constant number of queries; clusters without one are left out. */
    Map<ClusterId, AlertmanagerConfig> forClusters(Map<ClusterId, LabelSet> clusterLabels);

    /** @param yaml an alertmanager.yml; inline secrets are taken out, encrypted and replaced by files */
    record AddRouting(String name, LabelSelector selector, int position, String yaml) {}

    /**
     * Changes what is not null. Secrets that the new text refers to as files are kept, those it holds inline replace them. A URL
     * of a receiver that changes host drops the secret that belonged to it.
     */
    record EditRouting(
            RoutingId id,
            int version,
            @Nullable LabelSelector selector,
            @Nullable Integer position,
            @Nullable String yaml) {}

    /**
     * A configuration that was judged; holds no secret.
     *
     * @param yaml     with references in the place of secrets; empty where it would be refused
     * @param secrets  names of the secrets that would be stored
     * @param warnings what is allowed but will surprise
     * @param problems why it would be refused
     */
    record Preview(String yaml, List<String> secrets, List<String> warnings, List<FieldProblem> problems) {

        public Preview {
            secrets = List.copyOf(secrets);
            warnings = List.copyOf(warnings);
            problems = List.copyOf(problems);
        }
    }
}
