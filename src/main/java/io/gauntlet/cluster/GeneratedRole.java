package io.gauntlet.cluster;

import io.gauntlet.kernel.ResourceName;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The least rights that Gauntlet needs for one stack, as objects to apply: a namespace, a service account, a role in that
 * namespace and a cluster role. There is no cluster-wide read of Secrets in it. Cluster-wide objects are restricted to the
 * names of the stack where Kubernetes can do so. It holds every right that the stack's own roles hold, because nobody can give
 * away more than they have, and neither {@code escalate} nor {@code bind}, with which it could make itself administrator.
 */
@Component
public class GeneratedRole {

    /** Name of the service account. */
    public static final String SERVICE_ACCOUNT = "gauntlet";

    /** The objects as one YAML stream. */
    public String yaml(ResourceName namespace) {
        return inNamespace(namespace) + clusterWide(namespace);
    }

    private static String inNamespace(ResourceName namespace) {
        return """
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: %1$s
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata:
                  name: gauntlet
                  namespace: %1$s
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata:
                  name: gauntlet
                  namespace: %1$s
                rules:
                %2$s---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata:
                  name: gauntlet
                  namespace: %1$s
                roleRef:
                  apiGroup: rbac.authorization.k8s.io
                  kind: Role
                  name: gauntlet
                subjects:
                  - kind: ServiceAccount
                    name: gauntlet
                    namespace: %1$s
                ---
                """.formatted(namespace, rules(namespace, true));
    }

    private static String clusterWide(ResourceName namespace) {
        return """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata:
                  name: gauntlet-%1$s
                rules:
                  - nonResourceURLs: ["/metrics", "/metrics/slis"]
                    verbs: [get]
                %2$s---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata:
                  name: gauntlet-%1$s
                roleRef:
                  apiGroup: rbac.authorization.k8s.io
                  kind: ClusterRole
                  name: gauntlet-%1$s
                subjects:
                  - kind: ServiceAccount
                    name: gauntlet
                    namespace: %1$s
                """.formatted(namespace, rules(namespace, false));
    }

    /** The command that makes a token of the service account. */
    public String tokenCommand(ResourceName namespace) {
        return "kubectl create token " + SERVICE_ACCOUNT + " -n " + namespace + " --duration=720h";
    }

    private static String rules(ResourceName namespace, boolean namespaced) {
        return RequiredAccess.all().stream()
                .filter(access -> access.namespaced() == namespaced)
                .map(access -> """
                          - apiGroups: ["%s"]
                            resources: ["%s"]
                        %s    verbs: [%s]
                        """.formatted(
                        access.group(),
                        access.resource(),
                        access.named()
                                ? "    resourceNames: ["
                                        + String.join(", ", RequiredAccess.names(access.resource(), namespace.value()))
                                        + "]\n"
                                : "",
                        String.join(", ", access.verbs())))
                .collect(Collectors.joining());
    }
}
