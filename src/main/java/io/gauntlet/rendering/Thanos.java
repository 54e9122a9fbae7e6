package io.gauntlet.rendering;

import io.gauntlet.stack.StackSettings.Resources;
import java.util.ArrayList;
import java.util.List;

/** What all Thanos components have in common. */
final class Thanos {

    static final int GRPC_PORT = 10901;
    static final int HTTP_PORT = 10902;
    /** Longer than the two minutes that Thanos gives running requests. */
    static final int GRACE_SECONDS = 150;

    private Thanos() {}

    static Container container(RenderScope scope, String name, List<String> args, Resources resources) {
        var versions = scope.settings().versions();
        var all = new ArrayList<>(args);
        if (!resources.memoryLimit().isEmpty()) {
            all.add("--enable-auto-gomemlimit");
        }
        return new Container(name, versions.images().thanos() + ":v" + versions.thanos())
                .args(all)
                .resources(resources);
    }

    /** A container that is its pod's only one, with its HTTP port and probes. */
    static Container server(RenderScope scope, Component component, List<String> args, Resources resources) {
        return container(scope, component.workload(), args, resources)
                .port("http", HTTP_PORT)
                .liveness(new Probe("/-/healthy", "http", 30, 8))
                .readiness(new Probe("/-/ready", "http", 5, 20));
    }

    /** DNS name that lists every ready pod of a component with its gRPC port. */
    static String discovery(RenderScope scope, Component component) {
        return "dnssrv+_grpc._tcp." + scope.host(component.workload());
    }

    static Services.Port grpc() {
        return Services.Port.tcp("grpc", GRPC_PORT);
    }

    static Services.Port http() {
        return Services.Port.tcp("http", HTTP_PORT);
    }
}
