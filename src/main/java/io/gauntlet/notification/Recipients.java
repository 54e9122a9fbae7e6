package io.gauntlet.notification;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.delivery.FleetEvent;
import io.gauntlet.delivery.FleetEvents;
import io.gauntlet.delivery.PlanId;
import io.gauntlet.delivery.RolloutId;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ResourceName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which events of a batch a channel wants. An event of a rollout or plan as a whole is wanted where one of its clusters is. */
final class Recipients {

    private final Clusters clusters;
    private final FleetEvents events;

    Recipients(Clusters clusters, FleetEvents events) {
        this.clusters = clusters;
        this.events = events;
    }

    List<FleetEvent> wanted(OpenChannel channel, List<FleetEvent> batch) {
        var ofTopics = batch.stream()
                .filter(event ->
                        Topic.of(event).filter(channel.topics()::contains).isPresent())
                .toList();
        if (channel.selector().requirements().isEmpty() || ofTopics.isEmpty()) {
            return ofTopics;
        }
        var labels = clusters.all().stream()
                .collect(Collectors.toMap(cluster -> cluster.name().value(), Cluster::labels));
        var rollouts = new HashMap<RolloutId, Boolean>();
        var plans = new HashMap<PlanId, Boolean>();
        return ofTopics.stream()
                .filter(event -> event.plan()
                        .map(plan ->
                                plans.computeIfAbsent(plan, id -> any(channel.selector(), events.clusters(id), labels)))
                        .orElseGet(() -> matches(channel.selector(), event, labels, rollouts)))
                .toList();
    }

    private boolean matches(
            LabelSelector selector, FleetEvent event, Map<String, LabelSet> labels, Map<RolloutId, Boolean> rollouts) {
        var cluster = event.cluster().map(ResourceName::value);
        if (cluster.isPresent()) {
            return any(selector, Set.of(cluster.get()), labels);
        }
        return event.rollout()
                .map(origin -> rollouts.computeIfAbsent(origin.id(), id -> any(selector, events.clusters(id), labels)))
                .orElse(false);
    }

    /** A cluster that has left the fleet has no labels. */
    private static boolean any(LabelSelector selector, Set<String> names, Map<String, LabelSet> labels) {
        return names.stream().anyMatch(name -> selector.matches(labels.getOrDefault(name, LabelSet.empty())));
    }
}
