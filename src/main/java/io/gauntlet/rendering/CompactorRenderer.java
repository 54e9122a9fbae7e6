package io.gauntlet.rendering;

import io.gauntlet.bucket.Retention;
import io.gauntlet.rendering.Workloads.Claim;
import java.util.List;

/**
 * The compactor: exactly one per bucket, because two destroy blocks and nothing in the bucket stops them. A StatefulSet never
 * runs two pods of one number. It has no disruption budget: on a single pod that would block drains, and nobody queries it.
 */
final class CompactorRenderer {

    private static final String DATA = "/var/thanos/compact";

    private CompactorRenderer() {}

    static void render(RenderScope scope, ObjectStoreFile store, Retention retention) {
        var component = Component.COMPACTOR;
        var settings = scope.settings().compactor();
        Services.headless(scope, component, Thanos.http());
        var args = List.of(
                "compact",
                "--wait",
                "--data-dir=" + DATA,
                ObjectStoreFile.FLAG,
                "--retention.resolution-raw=" + retention.raw(),
                "--retention.resolution-5m=" + retention.fiveMinutes(),
                "--retention.resolution-1h=" + retention.oneHour(),
                "--delete-delay=48h",
                "--disable-admin-operations");
        var container =
                Thanos.server(scope, component, args, settings.resources()).mount("data", DATA, false);
        var pods = new PodTemplate(scope, component)
                .graceSeconds(Thanos.GRACE_SECONDS)
                .container(container);
        store.mount(pods, container);
        Workloads.statefulSet(
                scope, component, 1, component.workload(), pods, new Claim("data", settings.storageSize()));
    }
}
