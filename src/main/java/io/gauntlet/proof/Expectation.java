package io.gauntlet.proof;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has to be seen of one revision of one cluster.
 *
 * @param cluster   value of the owner label on the objects and their pods
 * @param namespace where the workloads run
 * @param digest    of everything that is expected, to tell revisions apart; the same in every process
 */
public record Expectation(String cluster, String namespace, List<Workload> workloads, String digest) {

    public Expectation {
        workloads = List.copyOf(workloads);
    }

    /** The workloads of which a program has to show more than a ready pod. */
    List<Workload> showing() {
        return workloads.stream()
                .filter(workload -> !(workload.evidence() instanceof Evidence.Template))
                .toList();
    }

    /** Whether a rule of this revision fires always, to show that alerts arrive. */
    boolean watchdog() {
        return workloads.stream().anyMatch(workload -> switch (workload.evidence()) {
            case Evidence.PrometheusFiles files -> files.watchdog();
            case Evidence.RulerFiles files -> files.watchdog();
            case Evidence.ConfigHash hash -> false;
            case Evidence.Template template -> false;
        });
    }

    /** The workloads of one component. */
    List<Workload> of(String component) {
        return workloads.stream()
                .filter(workload -> workload.component().equals(component))
                .toList();
    }

    /** Pods that a component has to have. */
    int replicas(String component) {
        return of(component).stream().mapToInt(Workload::replicas).sum();
    }

    /**
     * A workload and the evidence that its programs have to give.
     *
     * @param component as the label {@code app.kubernetes.io/component} says
     * @param replicas  pods that have to be there; 0 for a DaemonSet, where the nodes decide
     */
    public record Workload(String component, Kind kind, String name, int replicas, Evidence evidence) {}

    /** Kind of a workload. */
    public enum Kind {
        STATEFUL_SET("StatefulSet", "statefulsets"),
        DEPLOYMENT("Deployment", "deployments"),
        DAEMON_SET("DaemonSet", "daemonsets");

        final String kind;
        final String plural;

        Kind(String kind, String plural) {
            this.kind = kind;
            this.plural = plural;
        }

        static Optional<Kind> of(String kind) {
            for (var value : values()) {
                if (value.kind.equals(kind)) {
                    return Optional.of(value);
                }
            }
            return Optional.empty();
        }
    }

    /** What a program has to show beyond a ready pod of the newest template. */
    public sealed interface Evidence {

        /** Nothing more: it reads no configuration that can change while it runs. */
        record Template() implements Evidence {}

        /**
         * Prometheus: the revision that its configuration names in {@code rule_files}, and the files of its rules, whose names
         * hold their digests.
         *
         * @param jobs     names of its scrape jobs
         * @param watchdog whether its rules hold the alert that always fires
         */
        record PrometheusFiles(String revision, Set<String> rules, Set<String> jobs, boolean watchdog)
                implements Evidence {

            public PrometheusFiles {
                rules = sorted(rules);
                jobs = sorted(jobs);
            }
        }

        /**
         * Thanos ruler: the files of its rules, whose names hold their digests.
         *
         * @param watchdog whether its rules hold the alert that always fires
         */
        record RulerFiles(Set<String> rules, boolean watchdog) implements Evidence {

            public RulerFiles {
                rules = sorted(rules);
            }
        }

        /** Alertmanager: {@code alertmanager_config_hash}, the first six bytes of the file's MD5, little-endian. */
        record ConfigHash(long hash) implements Evidence {}

        private static Set<String> sorted(Set<String> names) {
            return Collections.unmodifiableSet(new TreeSet<>(names));
        }

        /** Names of files that no file of other content has. */
        default Set<String> files() {
            return switch (this) {
                case PrometheusFiles files -> files.rules();
                case RulerFiles files -> files.rules();
                case ConfigHash hash -> Set.of();
                case Template template -> Set.of();
            };
        }
    }
}
