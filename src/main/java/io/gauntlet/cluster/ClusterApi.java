package io.gauntlet.cluster;

import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceType;
import java.util.List;
import java.util.Optional;

/**
 * One cluster's Kubernetes API, as far as Gauntlet uses it. Safe for many threads; every call has a time limit and a limit on
 * the size of the answer. Calls that get no usable answer throw {@link ClusterCallException}.
 */
public interface ClusterApi {

    /** Name under which Gauntlet owns fields of objects. */
    String FIELD_MANAGER = "gauntlet";

    /** The API server's git version, such as {@code v1.34.4}. */
    String version();

    Optional<LiveObject> get(ObjectRef ref);

    /** Whether the API server knows an API group at a version; true where it does not say. */
    boolean serves(String group, String version);

    /**
     * All objects of a kind that match, page by page until the end.
     *
     * @param namespace empty for all namespaces or cluster-wide kinds
     * @return empty also where the cluster does not serve the kind
     */
    List<LiveObject> list(ResourceType type, String namespace, LabelSelector selector);

    /**
     * Objects of a kind, never more than a number of them and in small answers: for namespaces that other programs fill.
     *
     * @param namespace empty for all namespaces or cluster-wide kinds
     * @return nothing where the cluster does not serve the kind
     */
    default Listed listUpTo(ResourceType type, String namespace, int most) {
        var all = list(type, namespace, LabelSelector.everything());
        return all.size() <= most ? new Listed(all, true) : new Listed(all.subList(0, most), false);
    }

    /**
     * Like {@link #list}, but only which objects there are and at which versions: the API server sends no content, and what it
     * sends is read without keeping it.
     */
    List<ObjectVersion> listMetadata(ResourceType type, String namespace, LabelSelector selector);

    /**
     * Tells of every change of a kind's matching objects until it is closed, beginning with one call when the watch stands. A
     * lost connection or a version that the API server does not remember is told as a change and started over, with growing
     * pauses. One change may be told more than once.
     *
     * @param changed called on another thread; has to return fast
     */
    ObjectWatch watchMetadata(ResourceType type, String namespace, LabelSelector selector, Runnable changed);

    /** Server-side apply as {@link #FIELD_MANAGER} with strict field validation. */
    ApplyOutcome apply(ApplyRequest request);

    /** Deletes one object if it still is the one that was seen; true also when it is gone already. */
    boolean delete(ObjectRef ref, String uid, String resourceVersion);

    /**
     * GET through the API server's pod proxy.
     *
     * @param path with leading slash and query
     * @return status and body of the pod's own answer, cut off with an exception above 8 MiB
     */
    ProxyAnswer proxy(String namespace, String pod, int port, String path);

    /**
     * POST without a body through the API server's pod proxy, sent once. Needs the right to create {@code pods/proxy}.
     *
     * @return like {@link #proxy}
     */
    ProxyAnswer proxyPost(String namespace, String pod, int port, String path);

    /**
     * The last lines that a container of a pod wrote. Needs the right to get {@code pods/log}.
     *
     * @param lines at least 1, at most 1,000
     * @return untrusted text of at most 1 MiB; empty where the pod or its log is not there
     */
    String podLog(String namespace, String pod, String container, int lines);

    /** @param complete whether there are no more than these */
    record Listed(List<LiveObject> objects, boolean complete) {

        public Listed {
            objects = List.copyOf(objects);
        }
    }

    /** An answer of a program inside the cluster; untrusted. */
    record ProxyAnswer(int status, byte[] body) {}
}
