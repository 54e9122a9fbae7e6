package io.gauntlet.adoption;

import io.gauntlet.adoption.Importer.Modules;
import io.gauntlet.adoption.SettingFinder.Setting;
import io.gauntlet.bucket.Bucket;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterConnections;
import io.gauntlet.stack.EffectiveStack;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at a cluster and judges what could be imported from there. Saves nothing. */
class Looker {

    private static final int MAX_GAPS = 100;

    private final ClusterConnections connections;
    private final Modules modules;
    private final Trials trials;
    private final Clock clock;

    Looker(ClusterConnections connections, Modules modules, Trials trials, Clock clock) {
        this.connections = connections;
        this.modules = modules;
        this.trials = trials;
        this.clock = clock;
    }

    /** @param candidates hold what a survey does not show */
    record Look(Survey survey, List<Candidate> candidates) {}

    Look look(Cluster cluster, List<String> namespaces) {
        var found = new Surveyor(cluster.name(), connections.api(cluster.id())).look(namespaces);
        var files = new ConfigFiles(found.reader());
        var candidates = new ArrayList<Candidate>();
        var stack = modules.stacks().effective(cluster.id());
        candidates.addAll(new RuleFinder(modules.rules(), found.reader().gaps()).find(found, files));
        candidates.addAll(new RoutingFinder(modules.routings()).find(found, files));
        candidates.addAll(new BucketFinder(modules.buckets(), trials::add).find(found, files, bucket(stack)));
        candidates.addAll(settings(found, files, stack));
        var survey = new Survey(
                cluster.name(),
                namespaces,
                clock.instant(),
                found.running().stream().map(Running::workload).toList(),
                found.items(),
                found.reader().gaps().stream().distinct().limit(MAX_GAPS).toList(),
                unique(candidates).values().stream().map(Candidate::proposal).toList());
        return new Look(survey, List.copyOf(unique(candidates).values()));
    }

    private List<Candidate> settings(Surveyor.Found found, ConfigFiles files, EffectiveStack stack) {
        Map<String, Setting> settings = new SettingFinder(found).find();
        var labels = PrometheusSettings.find(found, files, settings);
        return new SettingJudge(stack, trials::configure).judge(settings.values(), labels);
    }

    private Optional<Bucket> bucket(EffectiveStack stack) {
        return stack.bucket().map(modules.buckets()::get);
    }

    private static Map<String, Candidate> unique(List<Candidate> candidates) {
        var result = new LinkedHashMap<String, Candidate>();
        candidates.forEach(candidate -> result.putIfAbsent(candidate.proposal().id(), candidate));
        return result;
    }
}
