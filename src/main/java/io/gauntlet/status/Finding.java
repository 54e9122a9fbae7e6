package io.gauntlet.status;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that needs attention: what it is, what it means and one thing to do about it. The texts of the code are in the
 * message bundle of this module.
 *
 * @param cluster   name of the cluster; empty for a finding about several
 * @param count     number of clusters
 * @param component name of a component, or empty
 * @param detail    more in the words of the cluster, untrusted; or empty
 * @param since     when it was seen first; null when that is not known
 */
public record Finding(
        Code code,
        Health severity,
        String cluster,
        int count,
        String component,
        String detail,
        @Nullable Instant since) {

    /** The kinds of findings, the most urgent ones first. */
    public enum Code {
        PROMETHEUS_DOWN(Action.CLUSTER),
        COMPONENT_DOWN(Action.CLUSTER),
        UNREACHABLE(Action.CLUSTER),
        ACCESS_REFUSED(Action.ACCESS),
        CREDENTIALS_MISSING(Action.ACCESS),
        STALE(Action.CLUSTER),
        COMPONENT_DEGRADED(Action.CLUSTER),
        DEDUP_LABEL(Action.CLUSTER),
        SAME_NODE(Action.CLUSTER),
        SINGLE_REPLICA(Action.STACK),
        NO_ROUTING(Action.ROUTING),
        NO_BUCKET(Action.STACK),
        NEVER_PUSHED(Action.CHANGES),
        UNPUSHED(Action.CHANGES);

        private final Action action;

        Code(Action action) {
            this.action = action;
        }

        public Action action() {
            return action;
        }

        /** The word in URLs and in message keys: {@code no-bucket}. */
        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** What a person does about it. */
    public enum Action {
        CLUSTER,
        ACCESS,
        STACK,
        ROUTING,
        CHANGES
    }

    static Finding of(Code code, Health severity, String cluster) {
        return new Finding(code, severity, cluster, 1, "", "", null);
    }

    Finding about(String named, String words, @Nullable Instant seen) {
        return new Finding(code, severity, cluster, count, named, words, seen);
    }

    /** One finding in place of several that differ only in their cluster. */
    static Finding folded(Code code, String component, List<Finding> several) {
        var severity = Health.worst(several.stream().map(Finding::severity).toList());
        return new Finding(code, severity, "", several.size(), component, "", null);
    }
}
