package io.gauntlet.audit;

import io.gauntlet.access.Caller;
import io.gauntlet.kernel.AuditableEvent;
import jakarta.persistence.EntityManager;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Writes an entry for every {@link AuditableEvent}, in the transaction of the change. Entries are collected and written just
 * before the commit, after the change itself: the chain's lock is then always the last one taken, so it cannot be part of a
 * deadlock, and it is held for a moment only. If writing fails the change is rolled back.
 */
@Component
class AuditWriter {

    private static final int LONGEST_TEXT = 500;
    private static final int LONGEST_DETAIL = 2_000;

    private final AuditStore store;
    private final EntityManager entities;
    private final Clock clock;

    AuditWriter(AuditStore store, EntityManager entities, Clock clock) {
        this.store = store;
        this.entities = entities;
        this.clock = clock;
    }

    @EventListener
    void on(AuditableEvent event) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("'" + event.action() + "' was published outside its transaction");
        }
        pending().entries.add(draft(event));
    }

    private Pending pending() {
        for (var synchronization : TransactionSynchronizationManager.getSynchronizations()) {
            if (synchronization instanceof Pending pending) {
                return pending;
            }
        }
        var pending = new Pending();
        TransactionSynchronizationManager.registerSynchronization(pending);
        return pending;
    }

    private AuditEntry draft(AuditableEvent event) {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        var details = new TreeMap<String, String>();
        event.details().forEach((name, value) -> details.put(clean(name, LONGEST_TEXT), clean(value, LONGEST_DETAIL)));
        Caller.of(authentication)
                .map(Caller::token)
                .ifPresent(token -> details.put("via", "token " + clean(token.name(), LONGEST_TEXT)));
        return new AuditEntry(
                0,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                actor(authentication),
                source(),
                clean(event.action(), LONGEST_TEXT),
                clean(event.subjectType(), LONGEST_TEXT),
                clean(event.subject(), LONGEST_TEXT),
                details);
    }

    private static String actor(@org.jspecify.annotations.Nullable Authentication authentication) {
        return authentication == null || "anonymousUser".equals(authentication.getName())
                ? "system"
                : clean(authentication.getName(), LONGEST_TEXT);
    }

    private static String source() {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
            HttpServletRequest request = attributes.getRequest();
            return request.getRequestURI().startsWith(request.getContextPath() + "/api/") ? "api" : "page";
        }
        return "system";
    }

    /** PostgreSQL stores no NUL, and nobody reads a page of text here. */
    private static String clean(String text, int longest) {
        var clean = text.replace('\0', '\uFFFD');
        if (clean.length() <= longest) {
            return clean;
        }
        var end = Character.isHighSurrogate(clean.charAt(longest - 1)) ? longest - 1 : longest;
        return clean.substring(0, end);
    }

    /** The entries of one transaction. */
    private final class Pending implements TransactionSynchronization {

        private final List<AuditEntry> entries = new ArrayList<>();

        @Override
        public void beforeCommit(boolean readOnly) {
            entities.flush();
            var head = store.lockHead();
            var seq = head.seq();
            var hash = head.hash();
            for (var draft : entries) {
                seq++;
                var entry = new AuditEntry(
                        seq,
                        draft.at(),
                        draft.actor(),
                        draft.source(),
                        draft.action(),
                        draft.subjectType(),
                        draft.subject(),
                        draft.details());
                var next = HashChain.next(hash, entry);
                store.add(entry, hash, next);
                hash = next;
            }
            store.moveHead(seq, hash);
        }
    }
}
