package io.gauntlet.cluster.web;

import io.gauntlet.cluster.Kubeconfigs;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.Secret;
import io.gauntlet.vault.Vault;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The cluster that a session is adding. Its kubeconfig is sealed as in the database, is forgotten after a quarter of an hour,
 * and goes with the session when the person signs out.
 */
@Component
class ClusterDrafts {

    static final Duration LIFE = Duration.ofMinutes(15);
    private static final String ATTRIBUTE = "cluster-draft";

    private final Vault vault;
    private final Ids ids;
    private final Clock clock;

    ClusterDrafts(Vault vault, Ids ids, Clock clock) {
        this.vault = vault;
        this.ids = ids;
        this.clock = clock;
    }

    void start(HttpSession session, Secret kubeconfig, Kubeconfigs.Inspection inspection) {
        var id = ids.next();
        var sealed = vault.seal(kubeconfig, place(id));
        keep(session, new ClusterDraft(id, sealed, clock.instant().plus(LIFE), inspection, null, null));
    }

    void keep(HttpSession session, ClusterDraft draft) {
        session.setAttribute(ATTRIBUTE, draft);
    }

    /** The draft of the session; one that is too old is forgotten. */
    Optional<ClusterDraft> find(HttpSession session) {
        if (!(session.getAttribute(ATTRIBUTE) instanceof ClusterDraft draft)) {
            return Optional.empty();
        }
        if (draft.expiresAt().isBefore(clock.instant())) {
            forget(session);
            return Optional.empty();
        }
        return Optional.of(draft);
    }

    Secret kubeconfig(ClusterDraft draft) {
        return vault.open(draft.sealed(), place(draft.id()));
    }

    void forget(HttpSession session) {
        session.removeAttribute(ATTRIBUTE);
    }

    private static Vault.Place place(UUID id) {
        return new Vault.Place("http_session", ATTRIBUTE, id);
    }
}
