package io.gauntlet.rendering;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;

/** How long a fleet takes to render, one thread: {@code java … io.gauntlet.rendering.RenderingBenchmark [clusters] [rounds]}. */
public final class RenderingBenchmark {

    private RenderingBenchmark() {}

    /** Prints one line per round; the first one includes the warming up of the JVM. */
    public static void main(String[] args) {
        var clusters = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        var rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        for (var round = 0; round < rounds; round++) {
            var started = System.nanoTime();
            var work = render(clusters);
            var wall = Duration.ofNanos(System.nanoTime() - started);
            System.out.printf("%d clusters: %d ms, %d ms of one CPU%n", clusters, wall.toMillis(), work.toMillis());
        }
    }

    /**
     * CPU time for the tutorial's stack on clusters that differ in name and labels, by a renderer that has seen none of them.
     * CPU time, so that what else the machine does cannot fail a test.
     */
    static Duration render(int clusters) {
        var tutorial = MonitoringConfigFixtures.tutorial();
        var configs = new ArrayList<MonitoringConfig>();
        for (var number = 0; number < clusters; number++) {
            configs.add(MonitoringConfigFixtures.named(tutorial, "cluster-" + number, "monitoring"));
        }
        var renderer = new ManifestRenderer();
        var objects = 0;
        var clock = ManagementFactory.getThreadMXBean();
        var started = clock.getCurrentThreadCpuTime();
        for (var config : configs) {
            objects += renderer.render(config).manifests().size();
        }
        var taken = Duration.ofNanos(clock.getCurrentThreadCpuTime() - started);
        if (objects < clusters) {
            throw new IllegalStateException("nothing was rendered");
        }
        return taken;
    }
}
