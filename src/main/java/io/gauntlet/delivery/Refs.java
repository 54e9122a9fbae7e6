package io.gauntlet.delivery;

import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceType;
import io.gauntlet.rendering.Phase;
import java.util.List;

/** Object references as one text column, and their place in the order of applying and deleting. */
final class Refs {

    /** Deletes come after all applies. */
    static final int FIRST_DELETE_STEP = 10;

    static final ResourceType PODS = new ResourceType("", "v1", "Pod", "pods", true);

    private static final List<String> GROUND = List.of("Namespace", "StorageClass");
    private static final List<String> ACCESS =
            List.of("ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
    private static final List<String> CONFIGURATION = List.of("Secret", "ConfigMap");
    private static final List<String> WORKLOADS = List.of("StatefulSet", "Deployment", "DaemonSet");

    private Refs() {}

    static String encode(ObjectRef ref) {
        var type = ref.type();
        return String.join(
                "|",
                type.group(),
                type.version(),
                type.kind(),
                type.plural(),
                type.namespaced() ? "n" : "c",
                ref.namespace(),
                ref.name());
    }

    static ObjectRef decode(String text) {
        var parts = text.split("\\|", -1);
        var type = new ResourceType(parts[0], parts[1], parts[2], parts[3], "n".equals(parts[4]));
        return new ObjectRef(type, parts[5], parts[6]);
    }

    static boolean workload(ObjectRef ref) {
        return WORKLOADS.contains(ref.type().kind());
    }

    /** Namespaces and storage classes may hold or back what others rely on, so a push never deletes them. */
    static boolean deletable(ObjectRef ref) {
        return !GROUND.contains(ref.type().kind());
    }

    /** Steps are stored, so they are numbers of their own. */
    static int applyStep(Phase phase) {
        return switch (phase) {
            case GROUND -> 0;
            case ACCESS -> 1;
            case CONFIGURATION -> 2;
            case SERVICES -> 3;
            case WORKLOADS -> 4;
            case EXPOSURE -> 5;
        };
    }

    /** The opposite of {@link #applyStep}. */
    static Phase phase(int step) {
        for (var phase : Phase.values()) {
            if (applyStep(phase) == step) {
                return phase;
            }
        }
        throw new IllegalArgumentException("no phase has the step " + step);
    }

    /** What is used by others goes after its users: exposure first, access last. */
    static int deleteStep(ObjectRef ref) {
        return FIRST_DELETE_STEP + 5 - rank(ref.type().kind());
    }

    private static int rank(String kind) {
        if (GROUND.contains(kind)) {
            return 0;
        }
        if (ACCESS.contains(kind)) {
            return 1;
        }
        if (CONFIGURATION.contains(kind)) {
            return 2;
        }
        if ("Service".equals(kind)) {
            return 3;
        }
        return WORKLOADS.contains(kind) ? 4 : 5;
    }
}
