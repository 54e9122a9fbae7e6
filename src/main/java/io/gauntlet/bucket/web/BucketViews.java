package io.gauntlet.bucket.web;

import io.gauntlet.bucket.Bucket;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.Page;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Puts cluster names into views of buckets. */
@Component
class BucketViews {

    private final Clusters clusters;

    BucketViews(Clusters clusters) {
        this.clusters = clusters;
    }

    BucketView of(Bucket bucket) {
        return BucketView.of(bucket, id -> clusters.get(id).name().value());
    }

    Page<BucketView> of(Page<Bucket> page) {
        if (page.items().stream().noneMatch(bucket -> bucket.compactor().isPresent())) {
            return page.map(bucket -> BucketView.of(bucket, ClusterId::toString));
        }
        var names = clusters.all().stream()
                .collect(Collectors.toMap(Cluster::id, cluster -> cluster.name().value()));
        return page.map(bucket -> BucketView.of(bucket, id -> names.getOrDefault(id, id.toString())));
    }
}
