package io.gauntlet.delivery;

import static java.util.Objects.requireNonNull;

import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.rendering.Kinds;
import io.gauntlet.rendering.ManifestRenderer;
import io.gauntlet.rendering.ManifestSet;
import io.gauntlet.rendering.MonitoringConfig;
import io.gauntlet.rendering.MonitoringConfigFixtures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** A kind of work during which a process is killed: how a cluster comes to where it begins, and what is asked for then. */
enum KillScenario {
    /** The first push to an empty cluster. */
    CREATE {
        @Override
        void prepare(Laboratory lab, String name, WorkerProcess... workers) {
            lab.configure(name, full(name), workers);
        }
    },
    /** A push that changes objects. */
    UPDATE {
        @Override
        void prepare(Laboratory lab, String name, WorkerProcess... workers) {
            pushFull(lab, name, workers);
            lab.configure(name, changed(name), workers);
        }
    },
    /** A push that takes most of the stack away. */
    PRUNE {
        @Override
        void prepare(Laboratory lab, String name, WorkerProcess... workers) {
            pushFull(lab, name, workers);
            lab.configure(name, small(name), workers);
        }
    },
    /** The way back to the first revision. */
    ROLLBACK {
        @Override
        void prepare(Laboratory lab, String name, WorkerProcess... workers) {
            pushFull(lab, name, workers);
            lab.configure(name, small(name), workers);
            lab.ended(lab.push(lab.planned(name)));
        }

        @Override
        Rollout ask(Laboratory lab, String name) {
            return lab.push(lab.planned(lab.person.revisions().rollBack(new ResourceName(name), 1)));
        }

        @Override
        ManifestSet wanted(Laboratory lab, String name) {
            return full(name);
        }
    },
    /** Bringing back what somebody else has changed and deleted. */
    HEAL {
        @Override
        void prepare(Laboratory lab, String name, WorkerProcess... workers) {
            pushFull(lab, name, workers);
            vandalise(lab, name);
        }

        @Override
        Rollout ask(Laboratory lab, String name) {
            var drift = DriftHarness.of(lab.harness);
            drift.look(name);
            return lab.acknowledged(drift.drifts.heal(new ResourceName(name)));
        }
    };

    private static final MonitoringConfig TUTORIAL = MonitoringConfigFixtures.tutorial();
    private static final List<String> GOING = List.of("thanos-", "grafana", "node-exporter");

    /** Brings a cluster to where the work begins; the workers know its target state then. */
    abstract void prepare(Laboratory lab, String name, WorkerProcess... workers);

    /** Asks for the work. */
    Rollout ask(Laboratory lab, String name) {
        return lab.push(lab.planned(name));
    }

    /** What the cluster has to have in the end. */
    ManifestSet wanted(Laboratory lab, String name) {
        return requireNonNull(lab.harness.rendered.get(name));
    }

    private static void pushFull(Laboratory lab, String name, WorkerProcess... workers) {
        lab.configure(name, full(name), workers);
        lab.ended(lab.push(lab.planned(name)));
    }

    /** Without the compactor, which these clusters have not been given and which a way back would not bring back. */
    private static ManifestSet render(MonitoringConfig config, String name) {
        var all =
                new ManifestRenderer().render(MonitoringConfigFixtures.named(config, name, DeliveryFixtures.NAMESPACE));
        return without(List.of("thanos-compact"), all);
    }

    private static ManifestSet without(List<String> components, ManifestSet set) {
        var kept = set.manifests().stream()
                .filter(manifest -> components.stream()
                        .noneMatch(component -> manifest.ref().name().startsWith(component)))
                .toList();
        var digest = Digest.of((components + " left " + set.digest()).getBytes(StandardCharsets.UTF_8));
        return new ManifestSet(kept, set.notices(), digest);
    }

    /** The tutorial's stack. */
    static ManifestSet full(String name) {
        return render(TUTORIAL, name);
    }

    private static ManifestSet changed(String name) {
        var fewer = MonitoringConfigFixtures.withRules(
                TUTORIAL, TUTORIAL.ruleGroups().subList(1, TUTORIAL.ruleGroups().size()));
        var moved = Map.of("cluster", name, "region", "eu-central-1");
        return render(MonitoringConfigFixtures.withLabels(fewer, moved), name);
    }

    /** The changed stack without most of its components; what stays has no field that cannot be changed in place. */
    private static ManifestSet small(String name) {
        return without(GOING, changed(name));
    }

    /** The first value of every config map is changed by somebody else, and every service is deleted. */
    private static void vandalise(Laboratory lab, String name) {
        try (var hand = new ForeignHand(lab.fleet.cluster(name))) {
            for (var manifest : full(name).manifests()) {
                if (manifest.ref().type().equals(Kinds.SERVICE)) {
                    hand.delete(manifest.ref());
                } else if (manifest.ref().type().equals(Kinds.CONFIG_MAP)) {
                    hand.edit(manifest.ref(), KillScenario::spoil);
                }
            }
        }
    }

    private static void spoil(ObjectNode configMap) {
        var data = configMap.withObject("data");
        data.propertyNames().stream().findFirst().ifPresent(key -> data.put(key, "# mine"));
    }
}
