package io.gauntlet.proof;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.proof.Report.Gate;
import io.gauntlet.proof.Report.Replica;
import io.gauntlet.proof.Report.State;
import io.gauntlet.rendering.Manifest;
import io.gauntlet.rendering.ManifestRenderer;
import io.gauntlet.rendering.MonitoringConfig;
import io.gauntlet.rendering.MonitoringConfigFixtures;
import io.gauntlet.rule.RuleGroup.Evaluator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Expectations from stacks as they are rendered. */
final class ProofFixtures {

    static final ClusterId CLUSTER = new ClusterId(UUID.fromString("0198c5e6-0000-7000-8000-000000000001"));

    private ProofFixtures() {}

    static Collection<byte[]> objects(MonitoringConfig config) {
        return new ManifestRenderer()
                .render(config).manifests().stream().map(Manifest::json).toList();
    }

    static Expectation tutorial() {
        return ExpectationReader.read(objects(MonitoringConfigFixtures.tutorial()));
    }

    /** The tutorial's stack with one more rule for each evaluator. */
    static Expectation changedRules() {
        var tutorial = MonitoringConfigFixtures.tutorial();
        var groups = new ArrayList<>(tutorial.ruleGroups());
        groups.add(
                MonitoringConfigFixtures.group("{name: late, rules: [{record: a, expr: '1'}]}", Evaluator.PROMETHEUS));
        groups.add(MonitoringConfigFixtures.group("{name: later, rules: [{record: a, expr: '1'}]}", Evaluator.RULER));
        return ExpectationReader.read(objects(MonitoringConfigFixtures.withRules(tutorial, groups)));
    }

    static Replica replica(Report report, String pod) {
        return report.replicas().stream()
                .filter(replica -> replica.pod().equals(pod))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no replica " + pod + " in " + report.replicas()));
    }

    static State state(Report report, String pod) {
        return replica(report, pod).state();
    }

    static Gate gate(Report report, String code) {
        return report.gates().stream()
                .filter(gate -> gate.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no gate " + code + " in " + report.gates()));
    }

    static List<State> states(Report report, String component) {
        return report.replicas().stream()
                .filter(replica -> replica.component().equals(component))
                .map(Replica::state)
                .toList();
    }
}
