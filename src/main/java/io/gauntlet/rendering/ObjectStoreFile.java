package io.gauntlet.rendering;

import io.gauntlet.bucket.ObjectStoreConfig;
import io.gauntlet.rendering.MonitoringConfig.BucketAccess;

/** The {@code objstore.yml} of a stack, and how pods get at it. */
record ObjectStoreFile(String text, ObjectStoreConfig store) {

    static final String SECRET = "thanos-objstore";
    private static final String KEY = "objstore.yml";
    private static final String MOUNT = "/etc/thanos/objstore";
    static final String FLAG = "--objstore.config-file=" + MOUNT + "/" + KEY;

    static ObjectStoreFile of(BucketAccess bucket) {
        var store = bucket.store();
        var config = new Doc();
        store.settings().forEach(config::put);
        store.secrets().forEach((key, secret) -> config.put(key, secret.reveal()));
        var file = Doc.map("type", store.type(), "config", config.sorted()).putUnlessEmpty("prefix", store.prefix());
        return new ObjectStoreFile(YamlText.write(file), store);
    }

    boolean onNodeDisk() {
        return "FILESYSTEM".equals(store.type());
    }

    void render(RenderScope scope) {
        scope.out()
                .add(
                        Kinds.SECRET,
                        Component.STACK,
                        SECRET,
                        Doc.map("type", "Opaque", "data", Doc.map(KEY, Secrets.base64(text))));
    }

    /**
     * Gives a pod the file. Thanos reads it once, so a changed file has to replace the pods: the annotation does that. A
     * bucket on the node's disk is mounted under the same path.
     */
    void mount(PodTemplate pod, Container container) {
        pod.annotation("gauntlet.io/objstore-hash", RenderScope.revision(text));
        pod.volume("objstore", Doc.map("secret", Doc.map("secretName", SECRET, "defaultMode", Secrets.READ_BY_GROUP)));
        container.mount("objstore", MOUNT, true);
        if (onNodeDisk() && store.settings().get("directory") instanceof String directory) {
            pod.volume("bucket", Doc.map("hostPath", Doc.map("path", directory, "type", "DirectoryOrCreate")));
            container.mount("bucket", directory, false);
        }
    }
}
