package io.gauntlet.delivery;

import io.gauntlet.cluster.ApplyOutcome.Applied;
import io.gauntlet.cluster.ApplyRequest;
import io.gauntlet.cluster.ApplyRequest.Expected;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.rendering.Manifest;
import io.gauntlet.rendering.ManifestSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what a cluster has with what it should have, asking nobody but the cluster. */
final class LiveCheck {

    private final ClusterApi api;

    LiveCheck(ClusterApi api) {
        this.api = api;
    }

    /**
     * Every object that is missing, is not as wanted, or should be gone.
     *
     * @param ever everything that was wanted at any time
     */
    List<String> differing(ManifestSet wanted, Set<ObjectRef> ever) {
        var different = new ArrayList<String>();
        for (var manifest : wanted.manifests()) {
            if (!isAsWanted(manifest)) {
                different.add(manifest.ref() + " is not what it should be");
            }
        }
        var kept = wanted.manifests().stream().map(Manifest::ref).collect(Collectors.toSet());
        for (var ref : ever) {
            if (!kept.contains(ref) && Refs.deletable(ref) && api.get(ref).isPresent()) {
                different.add(ref + " should be gone");
            }
        }
        return different;
    }

    /** Whether applying the rendered bytes once more would change nothing. */
    private boolean isAsWanted(Manifest manifest) {
        var live = api.get(manifest.ref());
        if (live.isEmpty()) {
            return false;
        }
        var now = live.get();
        var expected = Optional.of(new Expected(now.uid(), now.resourceVersion()));
        var again = api.apply(new ApplyRequest(manifest.ref(), manifest.json(), expected, true, false));
        return again instanceof Applied(var after) && LiveContent.same(now.content(), after.content());
    }
}
