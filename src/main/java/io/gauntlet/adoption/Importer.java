package io.gauntlet.adoption;

import io.gauntlet.adoption.Adoptions.ImportProposals;
import io.gauntlet.adoption.Adoptions.Saved;
import io.gauntlet.adoption.Candidate.Content;
import io.gauntlet.adoption.Survey.Kind;
import io.gauntlet.bucket.Buckets;
import io.gauntlet.bucket.Buckets.AddBucket;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.routing.Routings;
import io.gauntlet.routing.Routings.AddRouting;
import io.gauntlet.rule.RuleGroups;
import io.gauntlet.rule.RuleGroups.AddRuleGroup;
import io.gauntlet.stack.Stacks;
import io.gauntlet.stack.Stacks.ConfigureStack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Saves accepted proposals through the modules that they belong to. The caller holds the transaction; whatever is refused is
 * thrown, with the proposal's id before the name of the field.
 */
class Importer {

    private static final int ROUTING_POSITION = 100;

    private final Modules modules;

    /** Where things are saved. */
    record Modules(RuleGroups rules, Routings routings, Buckets buckets, Stacks stacks) {}

    Importer(Modules modules) {
        this.modules = modules;
    }

    List<Saved> save(Cluster cluster, ImportProposals command, List<Candidate> candidates, LabelSelector selector) {
        var chosen = chosen(command, candidates);
        var saved = new ArrayList<Saved>();
        var stack = new StackChange();
        for (var candidate : chosen) {
            var id = candidate.proposal().id();
            var name = Optional.ofNullable(command.names().get(id))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty());
            named(
                    id,
                    () -> saved.add(
                            switch (candidate.content()) {
                                case Content.Rules rules -> rules(id, rules, name, selector);
                                case Content.Routing routing -> routing(id, routing, name, cluster, selector);
                                case Content.Bucket bucket -> bucket(id, bucket, name, stack);
                                case Content.UseBucket bucket ->
                                    stack.use(id, bucket.name(), bucket.foreignCompactor(), cluster);
                                case Content.Labels labels -> stack.labels(id, labels.labels(), cluster);
                                case Content.Setting setting -> stack.setting(id, setting, cluster);
                            }));
        }
        stack.configure(cluster);
        return saved;
    }

    /** The accepted ones, or what is wrong with them. */
    private static List<Candidate> chosen(ImportProposals command, List<Candidate> candidates) {
        var byId = candidates.stream()
                .collect(Collectors.toMap(
                        candidate -> candidate.proposal().id(),
                        Function.identity(),
                        (one, other) -> one,
                        LinkedHashMap::new));
        var problems = new ArrayList<FieldProblem>();
        for (var id : command.accepted()) {
            var candidate = byId.get(id);
            if (candidate == null) {
                problems.add(new FieldProblem(
                        shortened(id), "It is not there any more.", "Look at the cluster again and choose anew."));
            } else {
                problem(command, candidate)
                        .ifPresent(problem -> problems.add(new FieldProblem(id, problem.reason(), problem.fix())));
            }
        }
        if (command.accepted().isEmpty()) {
            problems.add(new FieldProblem("accepted", "Nothing was chosen.", "Choose at least one proposal."));
        }
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        return byId.values().stream()
                .filter(candidate ->
                        command.accepted().contains(candidate.proposal().id()))
                .toList();
    }

    private static String shortened(String id) {
        return id.length() <= 60 ? id : id.substring(0, 60);
    }

    private static Optional<FieldProblem> problem(ImportProposals command, Candidate candidate) {
        var proposal = candidate.proposal();
        if (!proposal.secrets().isEmpty() && !command.withSecrets()) {
            return Optional.of(new FieldProblem(
                    "withSecrets",
                    "Secrets would be stored with it: " + String.join(", ", proposal.secrets()) + ".",
                    "Agree to store them encrypted, or leave it out."));
        }
        return switch (proposal.verdict()) {
            case READY -> Optional.empty();
            case TAKEN ->
                command.names().getOrDefault(proposal.id(), "").isBlank()
                        ? Optional.of(new FieldProblem("name", "The name is taken.", "Give it another name."))
                        : Optional.empty();
            case PRESENT -> Optional.of(new FieldProblem("id", "Gauntlet has the same already.", "Leave it out."));
            case REFUSED ->
                Optional.of(
                        proposal.problems().isEmpty()
                                ? new FieldProblem("id", "It breaks a rule.", "Leave it out.")
                                : proposal.problems().getFirst());
        };
    }

    private Saved rules(String id, Content.Rules rules, Optional<String> name, LabelSelector selector) {
        var yaml = name.map(other -> renamed(rules.yaml(), other)).orElse(rules.yaml());
        var group = modules.rules().add(new AddRuleGroup(yaml, rules.evaluator(), selector, true));
        return new Saved(id, Kind.RULES, group.name(), "/rules/" + group.id());
    }

    private static String renamed(String yaml, String name) {
        var group = new LinkedHashMap<>(Documents.mapping(yaml).orElse(Map.of()));
        group.put("name", name);
        return Documents.yaml(group);
    }

    private Saved routing(
            String id, Content.Routing routing, Optional<String> name, Cluster cluster, LabelSelector selector) {
        var added = modules.routings()
                .add(new AddRouting(
                        name.orElse(cluster.name().value()),
                        selector,
                        ROUTING_POSITION,
                        routing.yaml().reveal()));
        return new Saved(id, Kind.ROUTING, added.name().value(), "/routing/" + added.name());
    }

    private Saved bucket(String id, Content.Bucket bucket, Optional<String> name, StackChange stack) {
        var found = bucket.command();
        var added = modules.buckets()
                .add(new AddBucket(
                        name.orElse(found.name()),
                        found.type(),
                        found.settings(),
                        found.secrets(),
                        found.prefix(),
                        found.retention()));
        stack.bucket = added.name().value();
        stack.foreignCompactor = bucket.foreignCompactor();
        return new Saved(id, Kind.BUCKET, added.name().value(), "/buckets/" + added.name());
    }

    /** Puts the id of the proposal before the fields of what its module refuses. */
    private static void named(String id, Runnable change) {
        try {
            change.run();
        } catch (DomainException refused) {
            throw new DomainException.Invalid(FieldProblem.of(refused).stream()
                    .map(problem -> new FieldProblem(id, problem.field() + ": " + problem.reason(), problem.fix()))
                    .toList());
        }
    }

    /** All changes of the stack at once: some of them hold only together. */
    private final class StackChange {

        private final Map<String, @Nullable Object> overrides = new TreeMap<>();
        private final Map<String, String> byPath = new TreeMap<>();
        private @Nullable LabelSet labels;
        private @Nullable String bucket;
        private boolean foreignCompactor;

        Saved setting(String id, Content.Setting setting, Cluster cluster) {
            overrides.put(setting.path(), setting.value());
            byPath.put(setting.path(), id);
            return saved(id, Kind.SETTING, setting.path(), cluster);
        }

        Saved labels(String id, LabelSet found, Cluster cluster) {
            labels = found;
            byPath.put("externalLabels", id);
            return saved(id, Kind.LABELS, "externalLabels", cluster);
        }

        Saved use(String id, String name, boolean compacted, Cluster cluster) {
            bucket = name;
            foreignCompactor = compacted;
            byPath.put("bucket", id);
            return saved(id, Kind.BUCKET, name, cluster);
        }

        private static Saved saved(String id, Kind kind, String name, Cluster cluster) {
            return new Saved(id, kind, name, "/clusters/" + cluster.name() + "/stack");
        }

        void configure(Cluster cluster) {
            if (overrides.isEmpty() && labels == null && bucket == null) {
                return;
            }
            var version = modules.stacks().effective(cluster.id()).version();
            try {
                modules.stacks().configure(new ConfigureStack(cluster.id(), version, null, overrides, labels, bucket));
            } catch (DomainException refused) {
                throw new DomainException.Invalid(
                        FieldProblem.of(refused).stream().map(this::named).toList());
            }
            if (bucket != null && foreignCompactor) {
                releaseCompactor(cluster, bucket);
            }
        }

        private FieldProblem named(FieldProblem problem) {
            var path = problem.field().startsWith("externalLabels") ? "externalLabels" : problem.field();
            return new FieldProblem(
                    byPath.getOrDefault(path, problem.field()),
                    problem.field() + ": " + problem.reason(),
                    problem.fix());
        }

        /** Two compactors on one bucket destroy blocks, so ours waits until a person gives the bucket to it. */
        private void releaseCompactor(Cluster cluster, String name) {
            var entered = modules.buckets().get(new ResourceName(name));
            if (entered.compactor().filter(cluster.id()::equals).isPresent()) {
                modules.buckets().assignCompactor(entered.id(), entered.version(), null);
            }
        }
    }
}
