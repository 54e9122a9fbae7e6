package io.gauntlet.rendering;

import io.gauntlet.kernel.ResourceType;
import java.util.List;

/** The kinds that are rendered, in no order. Delivery lists them all to see what is live. */
public final class Kinds {

    public static final ResourceType NAMESPACE = core("Namespace", "namespaces", false);
    public static final ResourceType SERVICE_ACCOUNT = core("ServiceAccount", "serviceaccounts", true);
    public static final ResourceType CONFIG_MAP = core("ConfigMap", "configmaps", true);
    public static final ResourceType SECRET = core("Secret", "secrets", true);
    public static final ResourceType SERVICE = core("Service", "services", true);
    public static final ResourceType STATEFUL_SET = new ResourceType("apps", "v1", "StatefulSet", "statefulsets", true);
    public static final ResourceType DEPLOYMENT = new ResourceType("apps", "v1", "Deployment", "deployments", true);
    public static final ResourceType DAEMON_SET = new ResourceType("apps", "v1", "DaemonSet", "daemonsets", true);
    public static final ResourceType STORAGE_CLASS =
            new ResourceType("storage.k8s.io", "v1", "StorageClass", "storageclasses", false);
    public static final ResourceType ROLE = rbac("Role", "roles", true);
    public static final ResourceType ROLE_BINDING = rbac("RoleBinding", "rolebindings", true);
    public static final ResourceType CLUSTER_ROLE = rbac("ClusterRole", "clusterroles", false);
    public static final ResourceType CLUSTER_ROLE_BINDING = rbac("ClusterRoleBinding", "clusterrolebindings", false);
    public static final ResourceType POD_DISRUPTION_BUDGET =
            new ResourceType("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true);
    public static final ResourceType NETWORK_POLICY =
            new ResourceType("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true);
    public static final ResourceType INGRESS =
            new ResourceType("networking.k8s.io", "v1", "Ingress", "ingresses", true);
    public static final ResourceType HTTP_ROUTE =
            new ResourceType("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes", true);

    private static final List<ResourceType> ALL = List.of(
            NAMESPACE,
            SERVICE_ACCOUNT,
            CONFIG_MAP,
            SECRET,
            SERVICE,
            STATEFUL_SET,
            DEPLOYMENT,
            DAEMON_SET,
            STORAGE_CLASS,
            ROLE,
            ROLE_BINDING,
            CLUSTER_ROLE,
            CLUSTER_ROLE_BINDING,
            POD_DISRUPTION_BUDGET,
            NETWORK_POLICY,
            INGRESS,
            HTTP_ROUTE);

    private Kinds() {}

    public static List<ResourceType> all() {
        return ALL;
    }

    private static ResourceType core(String kind, String plural, boolean namespaced) {
        return new ResourceType("", "v1", kind, plural, namespaced);
    }

    private static ResourceType rbac(String kind, String plural, boolean namespaced) {
        return new ResourceType("rbac.authorization.k8s.io", "v1", kind, plural, namespaced);
    }
}
