package io.gauntlet.change;

import io.gauntlet.cluster.ClusterId;
import java.util.List;
import java.util.Set;

/** Where the modules that own documents write down what was changed. */
public interface ChangeLog {

    /**
     * Keeps the changes under new numbers, and tells that these clusters should run something else, in the transaction of the
     * change. A save that changes nothing gets no number.
     *
     * @param clusters that are touched; may be empty
     * @param cause    short text for people; no secrets
     */
    void record(Set<ClusterId> clusters, String cause, List<DocumentChange> changes);
}
