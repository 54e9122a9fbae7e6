package io.gauntlet.bootstrap;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.cluster.RegisterCluster;
import io.gauntlet.cluster.RenewCredentials;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import io.gauntlet.sandbox.Fault;
import io.gauntlet.sandbox.SandboxCluster;
import io.gauntlet.sandbox.SandboxFleet;
import io.gauntlet.sandbox.SandboxOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Fills the first start: simulated clusters, the tutorial's rules and routing, and a stack pushed to each. The simulation keeps
 * its objects in memory, so after a restart the stacks are pushed to it again. Runs beside the pages, which show how it goes on.
 */
@Component
@ConditionalOnProperty(name = "gauntlet.sandbox.enabled", havingValue = "true", matchIfMissing = true)
class SandboxSeed implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxSeed.class);

    private final Clusters clusters;
    private final DemoStack stack;
    private final SandboxProperties properties;
    private final Clock clock;
    private volatile @Nullable SandboxFleet fleet;
    private volatile @Nullable Thread work;

    SandboxSeed(Clusters clusters, DemoStack stack, SandboxProperties properties, Clock clock) {
        this.clusters = clusters;
        this.stack = stack;
        this.properties = properties;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        var options = SandboxOptions.defaults(secret).withClock(clock);
        var started = SandboxFleet.start(properties.alive() ? options : options.withoutLife());
        fleet = started;
        work = Thread.ofVirtual().name("sandbox-seed").start(() -> fill(started));
    }

    private void fill(SandboxFleet started) {
        try {
            var ready = new ArrayList<Cluster>();
            var files = properties.kubeconfigs() == null ? null : new KubeconfigFiles(properties.kubeconfigs());
            for (var demo : DemoCluster.fleet(properties.clusters())) {
                var simulated = started.cluster(demo.name());
                if (properties.roundTrip().isPositive()) {
                    simulated.faults().add(Fault.latency(properties.roundTrip()));
                }
                if (files != null) {
                    files.write(demo.name(), simulated.kubeconfig());
                }
                var cluster = connect(demo, simulated);
                if (cluster != null) {
                    ready.add(cluster);
                }
            }
            if (properties.stack()) {
                stack.push(ready);
            } else {
                stack.prepare(ready);
            }
            LOG.info("{} simulated clusters are ready", ready.size());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.warn("The simulated clusters are not complete", failed);
        }
    }

    private @Nullable Cluster connect(DemoCluster demo, SandboxCluster sandbox) {
        var present = clusters.find(new ResourceName(demo.name()));
        if (present.isPresent()) {
            var cluster = present.get();
            return cluster.sandbox()
                    ? clusters.renewCredentials(new RenewCredentials(
                            cluster.id(), cluster.version(), Secret.of(sandbox.kubeconfig()), null))
                    : null;
        }
        var labels = LabelSet.of(Map.of("region", demo.region(), "env", "demo"));
        return clusters.register(new RegisterCluster(
                demo.name(), demo.displayName(), null, labels, Secret.of(sandbox.kubeconfig()), null, true));
    }

    @Override
    public void destroy() {
        var running = work;
        if (running != null) {
            running.interrupt();
        }
        var started = fleet;
        if (started != null) {
            started.close();
        }
    }
}
