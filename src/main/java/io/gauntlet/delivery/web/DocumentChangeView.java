package io.gauntlet.delivery.web;

import io.gauntlet.delivery.DeliveryBoard.PendingChange;
import io.gauntlet.kernel.ResourceName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A change of a document as pages show it.
 *
 * @param reverts    number of the change that it takes back, or empty
 * @param revertedBy number of the change that took it back, or empty
 * @param clusters   where it waits, the first of them
 */
record DocumentChangeView(
        long number,
        String at,
        String author,
        String kind,
        String name,
        String action,
        String reason,
        String reverts,
        String revertedBy,
        int waiting,
        String clusters,
        String pushed) {

    private static final int TOLD = 10;

    static DocumentChangeView of(PendingChange pending) {
        var change = pending.change();
        return new DocumentChangeView(
                change.number(),
                Times.of(change.at()),
                change.author(),
                change.kind(),
                change.name(),
                Words.of(change.action()),
                change.reason(),
                change.reverts().map(String::valueOf).orElse(""),
                change.revertedBy().map(String::valueOf).orElse(""),
                pending.clusters().size(),
                told(pending.clusters()),
                told(pending.done()));
    }

    private static String told(List<ResourceName> names) {
        return names.stream().limit(TOLD).map(ResourceName::value).collect(Collectors.joining(", "))
                + (names.size() > TOLD ? ", …" : "");
    }
}
