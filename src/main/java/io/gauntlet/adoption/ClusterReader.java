package io.gauntlet.adoption;

import io.gauntlet.adoption.Survey.Gap;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.cluster.LiveObject;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads a cluster within limits. What it may not read, or what gives no usable answer, is noted as a gap; only a cluster that
 * cannot be reached at all is a failure.
 */
final class ClusterReader {

    private static final int MAX_LISTED = 1_000;
    private static final int MAX_READ = 300;
    private static final Set<Failure> GAPS = Set.of(Failure.FORBIDDEN, Failure.SERVER_ERROR, Failure.BAD_ANSWER);

    private final ClusterApi api;
    private final List<Gap> gaps = new ArrayList<>();
    private final Map<ObjectRef, Optional<LiveObject>> read = new HashMap<>();

    ClusterReader(ClusterApi api) {
        this.api = api;
    }

    List<LiveObject> list(ResourceType type, String namespace) {
        var what = type.plural() + " in namespace " + namespace;
        return tried(what, List.of(), () -> {
            var listed = api.listUpTo(type, namespace, MAX_LISTED);
            if (!listed.complete()) {
                gaps.add(new Gap(what, "There are more than " + MAX_LISTED + "; the rest was not looked at."));
            }
            return listed.objects();
        });
    }

    /** Whether the cluster knows an API group at a version; true where that cannot be told. */
    boolean serves(String group, String version) {
        return tried("API group " + group, true, () -> api.serves(group, version));
    }

    /** Each object is read once; a missing one is empty. */
    Optional<LiveObject> get(ResourceType type, String namespace, String name) {
        var ref = new ObjectRef(type, namespace, name);
        var known = read.get(ref);
        if (known != null) {
            return known;
        }
        if (!Names.object(name) || read.size() >= MAX_READ) {
            if (read.size() == MAX_READ) {
                read.put(ref, Optional.empty());
                gaps.add(new Gap(Untrusted.line(ref.toString()), "More than " + MAX_READ + " objects are mounted."));
            }
            return Optional.empty();
        }
        var found = tried(ref.toString(), Optional.<LiveObject>empty(), () -> api.get(ref));
        read.put(ref, found);
        return found;
    }

    List<Gap> gaps() {
        return gaps;
    }

    private <T> T tried(String what, T otherwise, Supplier<T> call) {
        try {
            return call.get();
        } catch (ClusterCallException failed) {
            if (!GAPS.contains(failed.failure())) {
                throw failed;
            }
            gaps.add(new Gap(Untrusted.line(what), Untrusted.line(String.valueOf(failed.getMessage()))));
            return otherwise;
        }
    }
}
