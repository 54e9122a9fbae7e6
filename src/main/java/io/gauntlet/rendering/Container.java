package io.gauntlet.rendering;

import io.gauntlet.stack.StackSettings.Resources;
import java.util.ArrayList;
import java.util.List;

/** A container with the security settings that a restricted namespace demands. */
final class Container {

    private static final Fragment RESTRICTED = Fragment.of(Doc.map(
            "allowPrivilegeEscalation",
            false,
            "readOnlyRootFilesystem",
            true,
            "capabilities",
            Doc.map("drop", List.of("ALL"))));

    private final Doc doc;
    private final List<Doc> env = new ArrayList<>();
    private final List<Doc> ports = new ArrayList<>();
    private final List<Doc> mounts = new ArrayList<>();

    Container(String name, String image) {
        doc = Doc.map(
                "name",
                name,
                "image",
                image,
                "imagePullPolicy",
                "IfNotPresent",
                "terminationMessagePolicy",
                "FallbackToLogsOnError",
                "securityContext",
                RESTRICTED);
    }

    Container args(List<String> args) {
        doc.put("args", args);
        return this;
    }

    Container env(String name, String value) {
        env.add(Doc.map("name", name, "value", value));
        return this;
    }

    Container env(Doc variable) {
        env.add(variable);
        return this;
    }

    /** An environment variable that holds a field of the pod, for {@code $(NAME)} in arguments. */
    Container envFromField(String name, String field) {
        env.add(Doc.map("name", name, "valueFrom", Doc.map("fieldRef", Doc.map("fieldPath", field))));
        return this;
    }

    Container port(String name, int port) {
        return port(name, port, "TCP");
    }

    Container port(String name, int port, String protocol) {
        ports.add(Doc.map("name", name, "containerPort", port, "protocol", protocol));
        return this;
    }

    Container mount(String volume, String path, boolean readOnly) {
        mounts.add(Doc.map("name", volume, "mountPath", path).putIf(readOnly, "readOnly", true));
        return this;
    }

    /** A mount with settings beyond name and path. */
    Container mount(Doc mount) {
        mounts.add(mount);
        return this;
    }

    Container startup(Probe probe) {
        doc.put("startupProbe", probe.toDoc());
        return this;
    }

    Container liveness(Probe probe) {
        doc.put("livenessProbe", probe.toDoc());
        return this;
    }

    Container readiness(Probe probe) {
        doc.put("readinessProbe", probe.toDoc());
        return this;
    }

    Container resources(Resources resources) {
        var requests = new Doc()
                .putUnlessEmpty("cpu", resources.cpuRequest())
                .putUnlessEmpty("memory", resources.memoryRequest());
        var limits =
                new Doc().putUnlessEmpty("cpu", resources.cpuLimit()).putUnlessEmpty("memory", resources.memoryLimit());
        doc.putUnlessEmpty(
                "resources", new Doc().putUnlessEmpty("requests", requests).putUnlessEmpty("limits", limits));
        return this;
    }

    Doc toDoc() {
        return doc.putUnlessEmpty("env", env).putUnlessEmpty("ports", ports).putUnlessEmpty("volumeMounts", mounts);
    }
}
