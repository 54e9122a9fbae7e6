package io.gauntlet.delivery;

import io.gauntlet.delivery.DriftWork.Finding;
import io.gauntlet.kernel.ObjectRef;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a look at a cluster tells that was not known before. */
record DriftNews(String status, String message) {

    private static final int TOLD = 3;

    /**
     * Something new differs, or nothing differs any more; empty when neither is so.
     *
     * @param before objects that differed, without what is tolerated
     */
    static Optional<DriftNews> of(Set<ObjectRef> before, Collection<Finding> findings) {
        var differing =
                findings.stream().filter(finding -> !finding.tolerated()).toList();
        if (differing.isEmpty()) {
            return before.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new DriftNews(FleetEvent.IN_SYNC, "Nothing differs any more."));
        }
        var added = differing.stream()
                .filter(finding -> !before.contains(finding.expected().ref()))
                .toList();
        return added.isEmpty()
                ? Optional.empty()
                : Optional.of(new DriftNews(FleetEvent.DRIFTED, told(added) + differing.size() + " in all."));
    }

    private static String told(List<Finding> added) {
        var text = new StringBuilder();
        for (var finding : added.subList(0, Math.min(TOLD, added.size()))) {
            text.append(text.isEmpty() ? "" : ", ").append(finding.expected().ref());
            switch (finding.difference()) {
                case MISSING -> text.append(" is missing");
                case CHANGED -> text.append(" was changed");
                case REFUSED -> text.append(" is refused by the API server");
            }
            if (!finding.author().manager().isEmpty()) {
                text.append(" by ").append(finding.author().manager());
            }
        }
        if (added.size() > TOLD) {
            text.append(" and ").append(added.size() - TOLD).append(" more");
        }
        return text.append("; ").toString();
    }
}
