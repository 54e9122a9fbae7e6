package io.gauntlet.cluster.web;

import io.gauntlet.cluster.AccessReport;
import io.gauntlet.cluster.Kubeconfigs;
import io.gauntlet.kernel.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that is being added: kept in the session between the steps, so that the kubeconfig never travels back to the
 * browser. It is gone with the session.
 */
record ClusterDraft(
        Secret kubeconfig,
        Kubeconfigs.Inspection inspection,
        @Nullable ClusterForm form,
        @Nullable AccessReport report) {

    static final String ATTRIBUTE = "cluster-draft";

    ClusterDraft with(ClusterForm newForm, @Nullable AccessReport newReport) {
        return new ClusterDraft(kubeconfig, inspection, newForm, newReport);
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
