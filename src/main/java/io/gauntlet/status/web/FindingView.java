package io.gauntlet.status.web;

import io.gauntlet.status.Finding;
import java.time.Instant;

/**
 * A finding as pages show it. Cause, impact and action are message keys.
 *
 * @param subject   what the cause is about: the cluster, or empty when there are several
 * @param since     a moment in words, or empty
 * @param href      where the action leads
 */
record FindingView(
        String glyph,
        String health,
        String cause,
        String impact,
        String action,
        String subject,
        int count,
        String component,
        String detail,
        String since,
        String href) {

    static FindingView of(Finding finding, FleetQuery query) {
        var key = "status.finding." + finding.code().key();
        var several = finding.cluster().isEmpty();
        return new FindingView(
                finding.severity().glyph(),
                "status.health." + finding.severity().key(),
                key + ".cause",
                key + ".impact",
                several && perCluster(finding.code().action())
                        ? "status.action.show"
                        : "status.action." + finding.code().action().name().toLowerCase(java.util.Locale.ROOT),
                finding.cluster(),
                finding.count(),
                finding.component().isEmpty() ? "" : ComponentText.key(finding.component()),
                finding.detail(),
                since(finding.since()),
                href(finding, query));
    }

    /** Whether the action is about one cluster; for several of them there is the filtered table. */
    private static boolean perCluster(Finding.Action action) {
        return action == Finding.Action.CLUSTER || action == Finding.Action.ACCESS || action == Finding.Action.STACK;
    }

    private static String since(@org.jspecify.annotations.Nullable Instant at) {
        return at == null ? "" : Ages.moment(at);
    }

    private static String href(Finding finding, FleetQuery query) {
        var several = finding.cluster().isEmpty();
        return switch (finding.code().action()) {
            case CHANGES -> "/changes";
            case ROUTING -> "/routing";
            case CLUSTER, ACCESS, STACK -> {
                if (several) {
                    yield query.withFinding(finding.code()).address();
                }
                yield Links.action(finding.code().action(), finding.cluster());
            }
        };
    }
}
