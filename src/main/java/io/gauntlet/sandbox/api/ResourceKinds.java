package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.ResourceKind.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** All kinds that the API serves. */
final class ResourceKinds {

    static final String GATEWAY_GROUP = "gateway.networking.k8s.io";

    /** group version kind plural scope, then g: generations, s: status subresource, d: deletion answers the object. */
    private static final String TABLE = """
            - v1 ConfigMap configmaps ns -
            - v1 Endpoints endpoints ns -
            - v1 Event events ns -
            - v1 Namespace namespaces cluster sd
            - v1 Node nodes cluster s
            - v1 PersistentVolume persistentvolumes cluster sd
            - v1 PersistentVolumeClaim persistentvolumeclaims ns sd
            - v1 Pod pods ns gsd
            - v1 Secret secrets ns -
            - v1 Service services ns sd
            - v1 ServiceAccount serviceaccounts ns d
            apps v1 DaemonSet daemonsets ns gs
            apps v1 Deployment deployments ns gs
            apps v1 ReplicaSet replicasets ns gs
            apps v1 StatefulSet statefulsets ns gs
            coordination.k8s.io v1 Lease leases ns -
            discovery.k8s.io v1 EndpointSlice endpointslices ns g
            gateway.networking.k8s.io v1 GRPCRoute grpcroutes ns gs
            gateway.networking.k8s.io v1 HTTPRoute httproutes ns gs
            networking.k8s.io v1 Ingress ingresses ns gs
            networking.k8s.io v1 IngressClass ingressclasses cluster g
            networking.k8s.io v1 NetworkPolicy networkpolicies ns g
            policy v1 PodDisruptionBudget poddisruptionbudgets ns gs
            rbac.authorization.k8s.io v1 ClusterRole clusterroles cluster -
            rbac.authorization.k8s.io v1 ClusterRoleBinding clusterrolebindings cluster -
            rbac.authorization.k8s.io v1 Role roles ns -
            rbac.authorization.k8s.io v1 RoleBinding rolebindings ns -
            storage.k8s.io v1 StorageClass storageclasses cluster d
            """;

    private static final List<ResourceKind> ALL = read();

    private ResourceKinds() {}

    private static List<ResourceKind> read() {
        var kinds = new ArrayList<ResourceKind>();
        for (var line : TABLE.strip().split("\n", -1)) {
            var words = line.split(" ", -1);
            var marks = words[5];
            var traits = new Traits(marks.contains("g"), marks.contains("s"), marks.contains("d"));
            var group = words[0].equals("-") ? "" : words[0];
            kinds.add(new ResourceKind(group, words[1], words[2], words[3], words[4].equals("ns"), traits));
        }
        return List.copyOf(kinds);
    }

    static List<ResourceKind> all() {
        return ALL;
    }

    static Optional<ResourceKind> byPlural(String group, String version, String plural) {
        return ALL.stream()
                .filter(kind -> kind.group().equals(group)
                        && kind.version().equals(version)
                        && kind.plural().equals(plural))
                .findFirst();
    }

    /** By its name; no two groups that are served share one. */
    static ResourceKind named(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("kind " + name + " is not served"));
    }

    static Optional<ResourceKind> find(String name) {
        return ALL.stream().filter(kind -> Objects.equals(kind.kind(), name)).findFirst();
    }
}
