package io.gauntlet.rendering;

import java.util.List;

/** The node exporter on every node: sees the host's network, processes and file systems, and can change nothing. */
final class NodeExporterRenderer {

    private NodeExporterRenderer() {}

    static void render(RenderScope scope) {
        var component = Component.NODE_EXPORTER;
        var settings = scope.settings().nodeExporter();
        var versions = scope.settings().versions();
        Services.headless(scope, component, Services.Port.tcp("http", settings.port()));
        var container = new Container(
                        component.workload(), versions.images().nodeExporter() + ":v" + versions.nodeExporter())
                .args(args(settings.port()))
                .port("http", settings.port())
                .liveness(new Probe("/", "http", 30, 6))
                .readiness(new Probe("/", "http", 10, 6))
                .mount("sys", "/host/sys", true)
                .mount(rootMount())
                .resources(settings.resources());
        var pods = new PodTemplate(scope, component)
                .graceSeconds(30)
                .with("hostNetwork", true)
                .with("hostPID", true)
                .with("priorityClassName", "system-cluster-critical")
                .with("tolerations", List.of(Doc.map("operator", "Exists")))
                .container(container)
                .volume("sys", Doc.map("hostPath", Doc.map("path", "/sys", "type", "")))
                .volume("root", Doc.map("hostPath", Doc.map("path", "/", "type", "")));
        var spec = Doc.map(
                "selector",
                Doc.map("matchLabels", scope.selector(component)),
                "updateStrategy",
                Doc.map("type", "RollingUpdate", "rollingUpdate", Doc.map("maxUnavailable", "10%")),
                "template",
                pods.toDoc());
        scope.out().add(Kinds.DAEMON_SET, component, component.workload(), Doc.map("spec", spec));
    }

    private static List<String> args(int port) {
        return List.of(
                "--web.listen-address=:" + port,
                "--path.rootfs=/host/root",
                "--path.procfs=/host/root/proc",
                "--path.sysfs=/host/sys",
                "--path.udev.data=/host/root/run/udev/data",
                "--no-collector.wifi",
                "--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/k3s/containerd/.+|run/containerd/.+"
                        + "|var/lib/docker/.+|var/lib/kubelet/pods/.+|var/lib/containers/storage/.+)($|/)",
                "--collector.netclass.ignored-devices=^(veth.*|[a-f0-9]{15}|cali.*|lxc.*)$",
                "--collector.netdev.device-exclude=^(veth.*|[a-f0-9]{15}|cali.*|lxc.*)$");
    }

    /** File systems that are mounted later have to show up as well. */
    private static Doc rootMount() {
        return Doc.map("name", "root", "mountPath", "/host/root", "readOnly", true)
                .put("mountPropagation", "HostToContainer");
    }
}
