package io.gauntlet.rendering;

/**
 * The namespace with its Pod Security level. There is one namespace per stack, so the level is that of the neediest part: the
 * node exporter shares the host's network and processes. Everything else is written for {@code restricted}, and the warn and
 * audit levels say so when something is not.
 */
final class NamespaceRenderer {

    private static final String POD_SECURITY = "pod-security.kubernetes.io/";

    private NamespaceRenderer() {}

    static void render(RenderScope scope) {
        var labels = Doc.map(
                POD_SECURITY + "enforce",
                level(scope),
                POD_SECURITY + "warn",
                "restricted",
                POD_SECURITY + "audit",
                "restricted");
        scope.out().add(Kinds.NAMESPACE, Component.STACK, scope.namespace(), Doc.map("labels", labels), new Doc());
    }

    private static String level(RenderScope scope) {
        var needsHost = scope.runs(Component.NODE_EXPORTER)
                || scope.objectStore().filter(ObjectStoreFile::onNodeDisk).isPresent();
        return needsHost ? "privileged" : "baseline";
    }
}
