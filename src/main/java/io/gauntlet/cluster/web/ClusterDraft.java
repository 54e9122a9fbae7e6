package io.gauntlet.cluster.web;

import io.gauntlet.cluster.AccessReport;
import io.gauntlet.cluster.Kubeconfigs;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that is being added: kept in the session between the steps, so that the kubeconfig never travels back to the
 * browser.
 *
 * @param sealed the kubeconfig, as {@link ClusterDrafts} opens it
 */
@SuppressWarnings("ArrayRecordComponent") // Drafts are never compared.
record ClusterDraft(
        UUID id,
        byte[] sealed,
        Instant expiresAt,
        Kubeconfigs.Inspection inspection,
        @Nullable ClusterForm form,
        @Nullable AccessReport report) {

    ClusterDraft with(ClusterForm newForm, @Nullable AccessReport newReport) {
        return new ClusterDraft(id, sealed, expiresAt, inspection, newForm, newReport);
    }

    ClusterForm formOrDefault() {
        return Optional.ofNullable(form).orElseGet(() -> {
            var context = inspection.contexts().stream()
                    .filter(candidate -> candidate.problems().isEmpty())
                    .filter(candidate ->
                            inspection.current() == null || candidate.name().equals(inspection.current()))
                    .findFirst()
                    .orElse(inspection.contexts().getFirst());
            return new ClusterForm(
                    context.name(),
                    "",
                    "",
                    Optional.ofNullable(context.namespace()).orElse("monitoring"),
                    "");
        });
    }
}
