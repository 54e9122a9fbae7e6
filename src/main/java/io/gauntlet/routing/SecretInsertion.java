package io.gauntlet.routing;

import io.gauntlet.kernel.Secret;
import java.util.Map;
import java.util.TreeMap;

/** Puts stored secrets back where Alertmanager reads no file, for the configuration that goes into a Secret object. */
final class SecretInsertion {

    private SecretInsertion() {}

    static AlertmanagerConfig render(RoutingId routing, String stored, Map<String, Secret> secrets) {
        var files = new TreeMap<>(secrets);
        var checked = CheckedConfig.of(stored);
        var splice = new TextSplice(stored);
        for (var reference : checked.files()) {
            var name = SecretReference.name(reference.path());
            var secret = secrets.get(name);
            if (SecretReference.isPlaceholder(reference.path()) && secret != null) {
                checked.yaml()
                        .span(reference.at())
                        .ifPresent(span -> splice.replace(span, reference.key() + ": " + secret.reveal()));
                files.remove(name);
            }
        }
        return new AlertmanagerConfig(routing, splice.result(), files);
    }
}
