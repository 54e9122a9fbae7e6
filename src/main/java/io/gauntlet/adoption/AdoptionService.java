package io.gauntlet.adoption;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.delivery.Plan;
import io.gauntlet.delivery.PlannedObject;
import io.gauntlet.delivery.Plans;
import io.gauntlet.delivery.Plans.ObjectsOf;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSelector.Operator;
import io.gauntlet.kernel.LabelSelector.Requirement;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionOperations;

/** {@link Adoptions}: clusters are asked outside of transactions, and everything that is saved is saved in one. */
class AdoptionService implements Adoptions {

    private static final int MAX_NAMESPACES = 10;
    private static final int MAX_OBJECTS = 2_000;

    private final Clusters clusters;
    private final Plans plans;
    private final AdoptionStore store;
    private final Looker looker;
    private final Importer importer;
    private final Saving saving;

    /** How changes become lasting and known. */
    record Saving(TransactionOperations transactions, ApplicationEventPublisher events) {}

    AdoptionService(
            Clusters clusters, Plans plans, AdoptionStore store, Looker looker, Importer importer, Saving saving) {
        this.clusters = clusters;
        this.plans = plans;
        this.store = store;
        this.looker = looker;
        this.importer = importer;
        this.saving = saving;
    }

    @Override
    public Optional<Survey> find(ResourceName cluster) {
        return store.find(clusters.get(cluster).id());
    }

    @Override
    public Survey survey(ResourceName name, List<String> namespaces) {
        var cluster = clusters.get(name);
        var survey = looker.look(cluster, checked(cluster, namespaces)).survey();
        saving.transactions().executeWithoutResult(status -> {
            store.put(cluster.id(), survey);
            saving.events()
                    .publishEvent(new AdoptionEvent(
                            "adoption.surveyed",
                            cluster.name(),
                            Map.of(
                                    "namespaces", String.join(", ", survey.namespaces()),
                                    "workloads",
                                            Integer.toString(survey.workloads().size()))));
        });
        return survey;
    }

    private static List<String> checked(Cluster cluster, List<String> namespaces) {
        var wanted = namespaces.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
        var problems = new ArrayList<FieldProblem>();
        if (wanted.size() > MAX_NAMESPACES) {
            problems.add(new FieldProblem(
                    "namespaces", "There are too many.", "Name at most " + MAX_NAMESPACES + " namespaces."));
        }
        wanted.forEach(name -> ResourceName.problem("namespaces", name).ifPresent(problems::add));
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        return wanted.isEmpty() ? List.of(cluster.namespace().value()) : wanted;
    }

    @Override
    public Imported importProposals(ImportProposals command) {
        var cluster = clusters.get(command.cluster());
        var before = store.find(cluster.id()).orElseThrow(AdoptionService::notLooked);
        var selector = selector(command);
        var look = looker.look(cluster, before.namespaces());
        var saved = Objects.requireNonNull(saving.transactions().execute(status -> {
            var result = importer.save(cluster, command, look.candidates(), selector);
            saving.events()
                    .publishEvent(new AdoptionEvent(
                            "adoption.imported", cluster.name(), Map.of("proposals", Integer.toString(result.size()))));
            return result;
        }));
        // What was saved is there already now, and what is left may have become possible.
        var after = looker.look(cluster, before.namespaces()).survey();
        saving.transactions().executeWithoutResult(status -> store.put(cluster.id(), after));
        return new Imported(saved, after);
    }

    private LabelSelector selector(ImportProposals command) {
        var given = command.selector();
        return given != null
                ? given
                : ownSelector(command.cluster())
                        .orElseThrow(() -> DomainException.Invalid.of(
                                "selector",
                                "The labels of the cluster tell it from no other.",
                                "Say which clusters the rules and the routing are for, such as env=prod; an empty selector"
                                        + " means all. Or give the cluster a label of its own first."));
    }

    @Override
    public Optional<LabelSelector> ownSelector(ResourceName name) {
        var cluster = clusters.get(name);
        var all = clusters.all();
        return cluster.labels().values().entrySet().stream()
                .map(label -> new LabelSelector(
                        List.of(new Requirement(label.getKey(), Operator.IN, Set.of(label.getValue())))))
                .filter(selector -> all.stream()
                        .allMatch(other -> other.id().equals(cluster.id()) || !selector.matches(other.labels())))
                .findFirst();
    }

    @Override
    public Plan plan(ResourceName name) {
        var cluster = clusters.get(name);
        store.find(cluster.id()).orElseThrow(AdoptionService::notLooked);
        var plan = plans.create(List.of(name));
        saving.transactions().executeWithoutResult(status -> store.planned(cluster.id(), plan.id()));
        return plan;
    }

    private static DomainException notLooked() {
        return new DomainException.Conflict(
                "The cluster was not looked at yet.",
                List.of(new FieldProblem("survey", "The cluster was not looked at yet.", "Look at it first.")));
    }

    @Override
    public Optional<TakeOver> takeOver(ResourceName name) {
        var cluster = clusters.get(name);
        var survey = store.find(cluster.id());
        return survey.flatMap(found -> store.plan(cluster.id()).flatMap(id -> {
            try {
                var plan = plans.get(id);
                return Optional.of(new TakeOverReader(found).read(plan, objects(plan, name)));
            } catch (DomainException.NotFound forgotten) {
                return Optional.<TakeOver>empty();
            }
        }));
    }

    private List<PlannedObject> objects(Plan plan, ResourceName cluster) {
        var result = new ArrayList<PlannedObject>();
        @Nullable String after = null;
        do {
            var page = plans.objects(new ObjectsOf(plan.id(), cluster, null, after, Page.MAX_LIMIT));
            result.addAll(page.items());
            after = page.next();
        } while (after != null && result.size() < MAX_OBJECTS);
        return result;
    }
}
