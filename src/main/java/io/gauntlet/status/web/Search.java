package io.gauntlet.status.web;

import io.gauntlet.bucket.Bucket;
import io.gauntlet.bucket.Buckets;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.Page;
import io.gauntlet.routing.Routing;
import io.gauntlet.routing.Routings;
import io.gauntlet.rule.RuleGroup;
import io.gauntlet.rule.RuleGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Finds things of the fleet by a part of their name. */
@Component
class Search {

    private static final int MOST = 20;

    private final Clusters clusters;
    private final RuleGroups rules;
    private final Routings routings;
    private final Buckets buckets;

    Search(Clusters clusters, RuleGroups rules, Routings routings, Buckets buckets) {
        this.clusters = clusters;
        this.rules = rules;
        this.routings = routings;
        this.buckets = buckets;
    }

    /**
     * One thing that was found.
     *
     * @param kind   key of the nouns of the program: fleet, rules, routing, buckets
     * @param detail more about it, may be empty
     */
    record Hit(String kind, String icon, String name, String detail, String href) {}

    /** At most {@value #MOST} hits of each kind; none for a blank text. */
    List<Hit> find(String text) {
        var words = text.strip().toLowerCase(Locale.ROOT);
        var hits = new ArrayList<Hit>();
        if (words.isEmpty()) {
            return hits;
        }
        clusters.page(words, LabelSelector.everything(), null, MOST).items().stream()
                .map(cluster -> new Hit(
                        "fleet",
                        "server",
                        cluster.name().value(),
                        cluster.displayName(),
                        Links.cluster(cluster.name().value())))
                .forEach(hits::add);
        rules.page(words, null, MOST).items().stream().map(Search::rule).forEach(hits::add);
        routings.page(null, Page.MAX_LIMIT).items().stream()
                .filter(routing -> routing.name().value().contains(words))
                .limit(MOST)
                .map(Search::routing)
                .forEach(hits::add);
        buckets.all().stream()
                .filter(bucket -> bucket.name().value().contains(words))
                .limit(MOST)
                .map(Search::bucket)
                .forEach(hits::add);
        return hits;
    }

    private static Hit rule(RuleGroup group) {
        return new Hit("rules", "rules", group.name(), group.selector().toString(), "/rules/" + group.id());
    }

    private static Hit routing(Routing routing) {
        var name = routing.name().value();
        return new Hit("routing", "route", name, routing.selector().toString(), "/routing/" + name);
    }

    private static Hit bucket(Bucket bucket) {
        var name = bucket.name().value();
        return new Hit("buckets", "bucket", name, bucket.type(), "/buckets/" + name);
    }
}
