package io.gauntlet.sandbox.workload;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API objects of one cluster as controllers see them. What is read must not be changed: copy first. Writes that the
 * API refuses (gone, changed meanwhile) do nothing; the next look at the cluster tries again.
 */
public interface ClusterObjects {

    /** All objects of a kind that the simulation uses, in all namespaces. */
    List<ObjectNode> list(String kind);

    Optional<ObjectNode> find(String kind, String namespace, String name);

    /** Stores a new object and says whether it did. */
    boolean create(ObjectNode object);

    /** Replaces everything but the status. */
    boolean update(ObjectNode object);

    /** Replaces the status. */
    boolean updateStatus(ObjectNode object);

    boolean delete(String kind, String namespace, String name);
}
