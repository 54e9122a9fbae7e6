package io.gauntlet.proof;

import io.gauntlet.proof.Report.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What has to hold for a stack as a whole, compared with how it was before the change. */
final class StackGates {

    private static final String QUERIER = "querier";
    private static final List<String> STORES =
            List.of(ExpectationReader.PROMETHEUS, "store-gateway", ExpectationReader.RULER);
    private static final int ALERTS_SLACK = 5;

    private final Expectation expected;
    private final StackPods stack;
    private final ReplicaQuestions questions;
    private final TargetCounts targets;

    StackGates(Expectation expected, StackPods stack, ReplicaQuestions questions) {
        this.expected = expected;
        this.stack = stack;
        this.questions = questions;
        this.targets = new TargetCounts(expected, questions);
    }

    Baseline baseline() {
        var others = ask(QUERIER, questions::stores).stream()
                .map(listed -> elsewhere(listed))
                .min(Integer::compare);
        return new Baseline(
                targets.up(ready(ExpectationReader.PROMETHEUS)).orElse(null),
                targets.firing(ready(ExpectationReader.PROMETHEUS)).orElse(null),
                others.orElse(null),
                received().orElse(null));
    }

    /** @param loaded whether every replica runs what was applied; before that, programs are not asked for the whole */
    List<Gate> look(Baseline before, boolean loaded) {
        var gates = new ArrayList<Supplier<Gate>>();
        gates.add(this::workloads);
        if (expected.replicas(QUERIER) > 0) {
            gates.add(() -> loaded ? stores(before.stores()) : early("stores"));
        }
        if (expected.replicas(ExpectationReader.PROMETHEUS) > 0) {
            gates.add(() ->
                    loaded ? targets.gate(ready(ExpectationReader.PROMETHEUS), before.targets()) : early("targets"));
            gates.add(() -> loaded ? alerts(before.alerts()) : early("alerts"));
        }
        if (expected.replicas(ExpectationReader.ALERTMANAGER) > 0 && expected.watchdog()) {
            gates.add(() -> loaded ? watchdog(before.watchdog()) : early("watchdog"));
        }
        return SideBySide.all(gates);
    }

    private static Gate early(String code) {
        return new Gate(code, false, "is asked for when every replica has loaded what was applied");
    }

    private Gate workloads() {
        var unfinished = expected.workloads().stream()
                .flatMap(workload -> stack.unfinished(workload).stream())
                .toList();
        return unfinished.isEmpty()
                ? new Gate("workloads", true, expected.workloads().size() + " workloads rolled out")
                : new Gate("workloads", false, Told.line(String.join("; ", unfinished)));
    }

    /**
     * Every sidecar, store gateway and ruler of the revision by its own address, in every querier: a count could be made of
     * pods that are gone. Stores of elsewhere have to be as many as before.
     */
    private Gate stores(@Nullable Integer before) {
        var own = own();
        var wanted = STORES.stream().mapToInt(expected::replicas).sum();
        var queriers = ask(QUERIER, questions::stores);
        if (queriers.size() < expected.replicas(QUERIER)) {
            return new Gate(
                    "stores",
                    false,
                    queriers.size() + " of " + expected.replicas(QUERIER) + " queriers tell their stores");
        }
        var elsewhere = Integer.MAX_VALUE;
        for (var listed : queriers) {
            var joined = own.stream().filter(pod -> joined(pod, listed)).toList();
            if (joined.size() < wanted) {
                var missing = own.stream()
                        .filter(pod -> !joined.contains(pod))
                        .map(StackPod::name)
                        .findFirst();
                return new Gate(
                        "stores",
                        false,
                        joined.size() + " of " + wanted + " stores joined"
                                + missing.map(name -> ", not " + name).orElse(""));
            }
            elsewhere = Math.min(elsewhere, elsewhere(listed));
        }
        var others = before == null || (before == 0 && elsewhere == 0)
                ? ""
                : "; of elsewhere " + elsewhere + ", " + before + " before";
        return new Gate(
                "stores", before == null || elsewhere >= before, wanted + " of " + wanted + " stores joined" + others);
    }

    private List<StackPod> own() {
        return expected.workloads().stream()
                .filter(workload -> STORES.contains(workload.component()))
                .flatMap(workload -> stack.of(workload).stream())
                .toList();
    }

    private static boolean joined(StackPod pod, Map<String, Boolean> listed) {
        return listed.entrySet().stream()
                .anyMatch(store -> store.getValue() && pod.addresses().contains(host(store.getKey())));
    }

    /** Good stores that no pod of the stack is. */
    private int elsewhere(Map<String, Boolean> listed) {
        var own = new TreeSet<String>();
        STORES.forEach(component -> stack.of(component).forEach(pod -> own.addAll(pod.addresses())));
        return (int) listed.entrySet().stream()
                .filter(store -> store.getValue() && !own.contains(host(store.getKey())))
                .count();
    }

    private static String host(String address) {
        var colon = address.lastIndexOf(':');
        var host = colon < 0 ? address : address.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private Gate alerts(@Nullable Integer before) {
        if (before == null) {
            return new Gate("alerts", true, "nothing to compare with");
        }
        var now = targets.firing(ready(ExpectationReader.PROMETHEUS));
        if (now.isEmpty()) {
            return new Gate("alerts", false, "no Prometheus replica answers");
        }
        var most = before + Math.max(ALERTS_SLACK, before / 2);
        return new Gate(
                "alerts", now.get() <= most, now.get() + " firing, " + before + " before, " + most + " allowed");
    }

    /** Demanded only where it arrived before: on a first push it takes its time through evaluation and notification. */
    private Gate watchdog(@Nullable Boolean before) {
        if (before == null || !before) {
            return new Gate("watchdog", true, before == null ? "nothing to compare with" : "had not arrived before");
        }
        var arrives = received().orElse(false);
        return new Gate("watchdog", arrives, arrives ? "has reached an Alertmanager" : "has reached no Alertmanager");
    }

    private Optional<Boolean> received() {
        return ask(ExpectationReader.ALERTMANAGER, pod -> questions.received(pod, ExpectationReader.WATCHDOG)).stream()
                .reduce(Boolean::logicalOr);
    }

    /** The answers of the pods of a component that gave one. */
    private <T> List<T> ask(String component, Function<StackPod, Optional<T>> question) {
        return SideBySide.<Optional<T>>all(ready(component).stream()
                        .<Supplier<Optional<T>>>map(pod -> () -> question.apply(pod))
                        .toList())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private List<StackPod> ready(String component) {
        return stack.of(component).stream().filter(StackPod::ready).toList();
    }
}
