package io.gauntlet.rendering;

import java.util.Arrays;

/** Service objects. */
final class Services {

    private Services() {}

    /** A port of a service; the container's port of the same name answers. */
    record Port(String name, int port, String protocol) {

        static Port tcp(String name, int port) {
            return new Port(name, port, "TCP");
        }

        Doc toDoc() {
            return Doc.map("name", name, "port", port, "targetPort", name, "protocol", protocol);
        }
    }

    /** One virtual address, for clients that do not care which pod answers. */
    static void balanced(RenderScope scope, Component component, Port... ports) {
        scope.out().add(Kinds.SERVICE, component, component.workload(), Doc.map("spec", spec(scope, component, ports)));
    }

    /** One DNS name for all ready pods, and one for each. */
    static void headless(RenderScope scope, Component component, Port... ports) {
        var spec = spec(scope, component, ports).put("clusterIP", "None");
        scope.out().add(Kinds.SERVICE, component, component.workload(), Doc.map("spec", spec));
    }

    /** Like {@link #headless}, with pods that are not ready: peers have to find each other before they can become so. */
    static void peers(RenderScope scope, Component component, String name, Port... ports) {
        var spec = spec(scope, component, ports).put("clusterIP", "None").put("publishNotReadyAddresses", true);
        scope.out().add(Kinds.SERVICE, component, name, Doc.map("spec", spec));
    }

    private static Doc spec(RenderScope scope, Component component, Port... ports) {
        return Doc.map(
                "type",
                "ClusterIP",
                "selector",
                scope.selector(component),
                "ports",
                Arrays.stream(ports).map(Port::toDoc).toList());
    }
}
