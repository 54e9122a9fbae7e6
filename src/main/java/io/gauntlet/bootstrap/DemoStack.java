package io.gauntlet.bootstrap;

import io.gauntlet.bucket.Buckets;
import io.gauntlet.bucket.Retention;
import io.gauntlet.cluster.AccessChecks;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.delivery.Plan;
import io.gauntlet.delivery.Plans;
import io.gauntlet.delivery.Rollouts;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.PromDuration;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import io.gauntlet.routing.Routings;
import io.gauntlet.rule.RuleGroup;
import io.gauntlet.rule.RuleGroups;
import io.gauntlet.stack.Stacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** The tutorial's stack for simulated clusters: a bucket, rules, routing, then a plan and a push like anybody else's. */
@Component
class DemoStack {

    private static final Logger LOG = LoggerFactory.getLogger(DemoStack.class);
    private static final ResourceName BUCKET = new ResourceName("long-term");
    private static final ResourceName ROUTING = new ResourceName("tutorial");
    private static final int AT_ONCE = 20;

    private final AccessChecks checks;
    private final Buckets buckets;
    private final Stacks stacks;
    private final RuleGroups rules;
    private final Routings routings;
    private final Plans plans;
    private final Rollouts rollouts;

    DemoStack(
            AccessChecks checks,
            Buckets buckets,
            Stacks stacks,
            RuleGroups rules,
            Routings routings,
            Plans plans,
            Rollouts rollouts) {
        this.checks = checks;
        this.buckets = buckets;
        this.stacks = stacks;
        this.rules = rules;
        this.routings = routings;
        this.plans = plans;
        this.rollouts = rollouts;
    }

    /** Everything that a push needs, and the pushes, some clusters at a time. */
    void push(List<Cluster> clusters) throws InterruptedException {
        configure();
        for (var from = 0; from < clusters.size(); from += AT_ONCE) {
            var part = clusters.subList(from, Math.min(from + AT_ONCE, clusters.size()));
            part.forEach(this::prepare);
            deliver(part.stream().map(Cluster::name).toList());
        }
    }

    /** Everything that a push needs, for somebody who wants to push it. */
    void prepare(List<Cluster> clusters) {
        configure();
        clusters.forEach(this::prepare);
    }

    private void prepare(Cluster cluster) {
        checks.run(cluster.id());
        useBucket(cluster);
    }

    private void configure() {
        if (buckets.find(BUCKET).isEmpty()) {
            buckets.add(new Buckets.AddBucket(
                    BUCKET.value(),
                    "S3",
                    Map.of(
                            "endpoint",
                            "s3.sandbox.example:9000",
                            "bucket",
                            "long-term",
                            "region",
                            "us-east-1",
                            "access_key",
                            "sandbox"),
                    Map.of("secret_key", Secret.of("sandbox-secret-key")),
                    "",
                    new Retention(PromDuration.of("40d"), PromDuration.of("120d"), PromDuration.of("1y"))));
        }
        if (rules.enabled().isEmpty()) {
            var everywhere = LabelSelector.everything();
            rules.importFile(
                    new RuleGroups.ImportRules(text("rules.yaml"), RuleGroup.Evaluator.PROMETHEUS, everywhere));
            rules.importFile(
                    new RuleGroups.ImportRules(text("ruler-rules.yaml"), RuleGroup.Evaluator.RULER, everywhere));
        }
        if (routings.page(null, 1).items().isEmpty()) {
            routings.add(new Routings.AddRouting(
                    ROUTING.value(), LabelSelector.everything(), 100, text("alertmanager.yml")));
        }
    }

    private void useBucket(Cluster cluster) {
        var effective = stacks.effective(cluster.id());
        if (effective.bucket().isEmpty() && !effective.labelsFixed()) {
            stacks.configure(
                    new Stacks.ConfigureStack(cluster.id(), effective.version(), null, null, null, BUCKET.value()));
        }
    }

    private void deliver(List<ResourceName> names) throws InterruptedException {
        var plan = plans.await(plans.create(names).id(), Duration.ofMinutes(10));
        if (plan.status() != Plan.Status.READY) {
            LOG.info("The plan for the simulated clusters is {}", plan.status());
            return;
        }
        var rollout = rollouts.push(plan.id(), "The stack of the tutorial, for a first look");
        rollouts.await(rollout.id(), Duration.ofMinutes(10));
    }

    private static String text(String file) {
        try (var stream = new ClassPathResource("tutorial/" + file).getInputStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
