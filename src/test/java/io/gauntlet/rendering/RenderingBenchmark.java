package io.gauntlet.rendering;

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
            System.out.printf("%d clusters in %d ms%n", clusters, render(clusters).toMillis());
        }
    }

    /** The tutorial's stack for clusters that differ in name and labels, by a renderer that has seen none of them. */
    static Duration render(int clusters) {
        var tutorial = MonitoringConfigFixtures.tutorial();
        var configs = new ArrayList<MonitoringConfig>();
        for (var number = 0; number < clusters; number++) {
            configs.add(MonitoringConfigFixtures.named(tutorial, "cluster-" + number, "monitoring"));
        }
        var renderer = new ManifestRenderer();
        var objects = 0;
        var started = System.nanoTime();
        for (var config : configs) {
            objects += renderer.render(config).manifests().size();
        }
        var taken = Duration.ofNanos(System.nanoTime() - started);
        if (objects < clusters) {
            throw new IllegalStateException("nothing was rendered");
        }
        return taken;
    }
}
