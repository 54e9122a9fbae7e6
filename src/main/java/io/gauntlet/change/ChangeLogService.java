package io.gauntlet.change;

import io.gauntlet.change.ChangeStore.Circumstances;
import io.gauntlet.cluster.ClusterConfigChanged;
import io.gauntlet.cluster.ClusterId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes changes down in the transaction in which they are made. */
@Transactional(propagation = Propagation.MANDATORY)
class ChangeLogService implements ChangeLog {

    private static final int MAX_CAUSE = 300;

    private final ChangeStore store;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ChangeLogService(ChangeStore store, ApplicationEventPublisher events, Clock clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void record(Set<ClusterId> clusters, String cause, List<DocumentChange> changes) {
        var occasion = Occasion.current();
        if (occasion.trial()) {
            return;
        }
        var told = cause.length() <= MAX_CAUSE ? cause : cause.substring(0, MAX_CAUSE);
        var how = new Circumstances(author(), clock.instant(), told, occasion.reverts(), occasion.reason());
        var numbers = new ArrayList<Long>();
        for (var change : changes) {
            if (!change.idle()) {
                numbers.add(store.add(change, how));
            }
        }
        if (!clusters.isEmpty()) {
            events.publishEvent(new ClusterConfigChanged(clusters, cause, numbers));
        }
    }

    /** Name of the signed-in user or token; {@code system} where there is none. */
    private static String author() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null ? "system" : authentication.getName();
    }
}
