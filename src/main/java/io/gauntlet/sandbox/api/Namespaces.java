package io.gauntlet.sandbox.api;

/** What a new namespace gets by itself. */
final class Namespaces {

    private static final Writes.Options OPTIONS = new Writes.Options("kube-controller-manager", false, false);

    private final ObjectStore store;
    private final Writes writes;

    Namespaces(ObjectStore store, Writes writes) {
        this.store = store;
        this.writes = writes;
    }

    void complete(String namespace) {
        create("ServiceAccount", namespace, "default", "{}");
        create("ConfigMap", namespace, "kube-root-ca.crt", "{\"ca.crt\":\"-----BEGIN CERTIFICATE-----\\n\"}");
    }

    private void create(String kindName, String namespace, String name, String entries) {
        var kind = ResourceKinds.named(kindName);
        if (store.find(ObjectKey.of(kind, namespace, name)).isEmpty()) {
            var object = Json.object();
            Json.metadata(object).put("name", name);
            if (kindName.equals("ConfigMap")) {
                object.set("data", Decoding.json(entries.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            }
            writes.create(kind, namespace, object, OPTIONS);
        }
    }
}
