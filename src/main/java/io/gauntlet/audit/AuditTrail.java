package io.gauntlet.audit;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Page;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads the trail and proves that nobody changed it. */
@Service
public class AuditTrail {

    private static final int BATCH = 1_000;

    private final AuditStore store;

    AuditTrail(AuditStore store) {
        this.store = store;
    }

    /**
     * Entries, newest first.
     *
     * @param after cursor of a page
     */
    @Transactional(readOnly = true)
    public Page<AuditEntry> list(AuditFilter filter, @Nullable String after, int limit) {
        var rows = store.find(filter, cursor(after), limit + 1);
        return Page.cut(rows, limit, entry -> Long.toString(entry.seq()));
    }

    /** Reads every entry in one snapshot and names the first that was changed, removed, moved or put in. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Verification verify() {
        var hash = HashChain.START;
        var last = 0L;
        var batch = store.links(last, BATCH);
        while (!batch.isEmpty()) {
            for (var link : batch) {
                var expected = last + 1;
                if (link.entry().seq() != expected) {
                    return new Verification.Broken(expected, "The entry is missing.");
                }
                if (!Arrays.equals(link.previousHash(), hash)) {
                    return new Verification.Broken(expected, "The entry does not continue the one before it.");
                }
                hash = HashChain.next(hash, link.entry());
                if (!Arrays.equals(link.hash(), hash)) {
                    return new Verification.Broken(expected, "The entry is not as it was written.");
                }
                last = expected;
            }
            batch = store.links(last, BATCH);
        }
        var head = store.head();
        return head.seq() == last && Arrays.equals(head.hash(), hash)
                ? new Verification.Intact(last)
                : new Verification.Broken(last + 1, "The trail ends before its last entry.");
    }

    private static long cursor(@Nullable String after) {
        if (after == null || after.isBlank()) {
            return Long.MAX_VALUE;
        }
        if (!after.matches("\\d{1,18}")) {
            throw DomainException.Invalid.of(
                    "after", "This is not a cursor of ours.", "Send the next value of the page before.");
        }
        return Long.parseLong(after);
    }
}
