package io.gauntlet.rendering;

import io.gauntlet.rendering.Workloads.Claim;
import java.util.List;

/** Store gateways: serve the bucket's blocks; their volume holds index headers, which take long to fetch again. */
final class StoreGatewayRenderer {

    private static final String DATA = "/var/thanos/store";

    private StoreGatewayRenderer() {}

    static void render(RenderScope scope, ObjectStoreFile store) {
        var component = Component.STORE_GATEWAY;
        var settings = scope.settings().store();
        Services.headless(scope, component, Thanos.grpc(), Thanos.http());
        var args = List.of(
                "store",
                "--data-dir=" + DATA,
                ObjectStoreFile.FLAG,
                "--index-cache-size=" + settings.indexCacheSize(),
                "--chunk-pool-size=" + settings.chunkPoolSize(),
                "--store.enable-index-header-lazy-reader",
                // Half of the compactor's delay, so that a block goes from here before it goes from the bucket.
                "--ignore-deletion-marks-delay=24h",
                "--disable-admin-operations");
        var container = Thanos.server(scope, component, args, settings.resources())
                .port("grpc", Thanos.GRPC_PORT)
                .mount("data", DATA, false);
        var pods = new PodTemplate(scope, component)
                .graceSeconds(Thanos.GRACE_SECONDS)
                .spread()
                .container(container);
        store.mount(pods, container);
        Workloads.statefulSet(
                scope,
                component,
                settings.replicas(),
                component.workload(),
                pods,
                new Claim("data", settings.storageSize()));
        Workloads.disruptionBudget(scope, component, settings.replicas());
    }
}
