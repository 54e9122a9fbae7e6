package io.gauntlet.change;

import io.gauntlet.kernel.Page;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The history of documents, the way back from a single change, and what would be without some of them. */
public interface Changes {

    /** Longest reason for taking a change back. */
    int MAX_REASON = 500;

    /** Changes of all documents, newest first. */
    Page<Change> page(@Nullable String after, int limit);

    Detail get(long number);

    /** Those of the changes that there are, newest first. */
    List<Change> find(Collection<Long> numbers);

    /**
     * Puts the document back that was there before the change, through the same checks as any save; that is a change itself.
     *
     * @throws io.gauntlet.kernel.DomainException.Conflict when the document is not what the change left any more; names the
     *     changes that came later
     */
    Change revert(long number, String reason);

    /**
     * Refuses to leave these changes out where a change that stays builds on one of them.
     *
     * @throws io.gauntlet.kernel.DomainException.Invalid for the field {@code without}, naming both changes
     */
    void requireSeparable(Set<Long> without);

    /**
     * Which of the changes that are left out have to be undone where only some of them wait.
     *
     * @param without a set that {@link #requireSeparable} agreed to
     * @param waiting what waits in one place
     */
    Set<Long> undone(Set<Long> without, Collection<Long> waiting);

    /**
     * Undoes changes, newest first, and keeps no record of it. For a transaction that the caller rolls back in any case.
     *
     * @throws io.gauntlet.kernel.DomainException.Invalid for the field {@code without}, where one cannot be undone
     */
    void undo(Collection<Long> numbers);

    /** A change with the document before and after it. */
    record Detail(Change change, Optional<ConfigDocument> before, Optional<ConfigDocument> after) {

        /** Both as one text of lines with their sign. */
        public String diff() {
            return io.gauntlet.kernel.UnifiedDiff.of(
                    before.map(ConfigDocument::lines).orElse(List.of()),
                    after.map(ConfigDocument::lines).orElse(List.of()));
        }
    }
}
