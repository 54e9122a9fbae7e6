package io.gauntlet.adoption;

import io.gauntlet.delivery.Plan;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way from monitoring that somebody else set up to a stack of Gauntlet: look, import, take over. Looking writes nothing
 * into the cluster, importing changes Gauntlet alone, and taking over is an ordinary plan.
 */
public interface Adoptions {

    /** What was found when the cluster was looked at last; the cluster is not asked. */
    Optional<Survey> find(ResourceName cluster);

    /**
     * Looks at namespaces of the cluster and keeps what was found.
     *
     * @param namespaces at most 10; empty means the cluster's own
     */
    Survey survey(ResourceName cluster, List<String> namespaces);

    /**
     * Looks again and saves the accepted proposals, all of them or none.
     *
     * @throws io.gauntlet.kernel.DomainException.Invalid with every proposal that cannot be saved, by its id
     */
    Imported importProposals(ImportProposals command);

    /** Starts a plan of the cluster, in which objects of others are conflicts that can be taken over. */
    Plan plan(ResourceName cluster);

    /** What the last plan says about the objects of others; empty before there is one. */
    Optional<TakeOver> takeOver(ResourceName cluster);

    /** A selector that names this cluster alone; empty when its labels tell it from no other. */
    Optional<LabelSelector> ownSelector(ResourceName cluster);

    /**
     * Accepts proposals of the last survey.
     *
     * @param accepted    ids
     * @param names       other names than the found ones, by id of the proposal: of rule groups, routings and buckets
     * @param selector    the clusters that rules and routings are for; null means this cluster alone
     * @param withSecrets whether secrets of routings and buckets are stored, encrypted
     */
    record ImportProposals(
            ResourceName cluster,
            Set<String> accepted,
            Map<String, String> names,
            @Nullable LabelSelector selector,
            boolean withSecrets) {

        public ImportProposals {
            accepted = Set.copyOf(accepted);
            names = Map.copyOf(names);
        }
    }

    /**
     * What became of the accepted proposals.
     *
     * @param survey the state after it
     */
    record Imported(List<Saved> saved, Survey survey) {

        public Imported {
            saved = List.copyOf(saved);
        }
    }

    /** @param path of the page of what was saved */
    record Saved(String proposal, Survey.Kind kind, String name, String path) {}
}
