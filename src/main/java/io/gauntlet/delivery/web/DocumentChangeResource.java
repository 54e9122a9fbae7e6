package io.gauntlet.delivery.web;

import io.gauntlet.change.Changes.Detail;
import io.gauntlet.change.ConfigDocument;
import io.gauntlet.delivery.DeliveryBoard.PendingChange;
import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of a document as REST shows it.
 *
 * @param pending clusters where it waits for a push
 * @param pushed  clusters that it touched and where it does not wait
 */
record DocumentChangeResource(
        long number,
        Instant at,
        String author,
        String kind,
        String name,
        @Nullable String formerName,
        String action,
        String cause,
        String reason,
        @Nullable Long reverts,
        @Nullable Long revertedBy,
        List<String> pending,
        List<String> pushed) {

    static DocumentChangeResource of(PendingChange pending) {
        var change = pending.change();
        return new DocumentChangeResource(
                change.number(),
                change.at(),
                change.author(),
                change.kind(),
                change.name(),
                change.formerName().orElse(null),
                Words.of(change.action()),
                change.cause(),
                change.reason(),
                change.reverts().orElse(null),
                change.revertedBy().orElse(null),
                pending.clusters().stream().map(ResourceName::value).toList(),
                pending.done().stream().map(ResourceName::value).toList());
    }

    /** A change with the document before and after it; null where there was none. */
    record DetailResource(
            DocumentChangeResource change,
            @Nullable ConfigDocument before,
            @Nullable ConfigDocument after,
            String diff) {

        static DetailResource of(PendingChange pending, Detail detail) {
            return new DetailResource(
                    DocumentChangeResource.of(pending),
                    detail.before().orElse(null),
                    detail.after().orElse(null),
                    detail.diff());
        }
    }
}
