package io.gauntlet.rendering;

/** A storage class of our own, where the settings name a driver instead of an existing class. */
final class StorageClassRenderer {

    private StorageClassRenderer() {}

    static void render(RenderScope scope) {
        var storage = scope.settings().storage();
        if (!storage.className().isEmpty() || storage.provisioner().isEmpty()) {
            return;
        }
        var body = Doc.map(
                        "provisioner",
                        storage.provisioner(),
                        // A volume made before the pod has a node may lie in a zone where the pod cannot run.
                        "volumeBindingMode",
                        "WaitForFirstConsumer",
                        "reclaimPolicy",
                        "Retain",
                        "allowVolumeExpansion",
                        true)
                .putUnlessEmpty("parameters", Doc.of(storage.parameters()));
        scope.out().add(Kinds.STORAGE_CLASS, Component.STACK, scope.storageClassName(), body);
    }
}
