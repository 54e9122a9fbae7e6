package io.gauntlet.change;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Page;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Reads the history and puts documents back. */
@Transactional(readOnly = true)
class ChangesService implements Changes {

    private static final String WITHOUT = "without";

    private final ChangeStore store;
    private final Lineage lineage;
    private final Map<String, DocumentKind> kinds;
    private final ApplicationEventPublisher events;

    ChangesService(ChangeStore store, List<DocumentKind> kinds, ApplicationEventPublisher events) {
        this.store = store;
        this.events = events;
        this.lineage = new Lineage(store);
        this.kinds = kinds.stream().collect(Collectors.toMap(DocumentKind::kind, Function.identity()));
    }

    @Override
    public Page<Change> page(@Nullable String after, int limit) {
        return Page.cut(store.page(cursor(after), limit + 1), limit, change -> Long.toString(change.number()));
    }

    private static long cursor(@Nullable String after) {
        if (after == null || after.isBlank()) {
            return Long.MAX_VALUE;
        }
        if (!after.matches("\\d{1,18}")) {
            throw DomainException.Invalid.of(
                    "after", "The cursor is not one of ours.", "Send the 'next' value of the last page unchanged.");
        }
        return Long.parseLong(after);
    }

    @Override
    public Detail get(long number) {
        return store.detail(number).orElseThrow(() -> new DomainException.NotFound("change", number));
    }

    @Override
    public List<Change> find(Collection<Long> numbers) {
        return numbers.isEmpty() ? List.of() : store.find(numbers);
    }

    @Override
    @Transactional
    public Change revert(long number, String reason) {
        if (reason.isBlank() || reason.length() > MAX_REASON) {
            throw DomainException.Invalid.of(
                    "reason",
                    "The reason is empty or too long.",
                    "Say in at most " + MAX_REASON + " characters why the change is taken back.");
        }
        var detail = get(number);
        new Occasion(false, number, reason.strip()).run(() -> putBack(detail));
        var made =
                get(number).change().revertedBy().orElseThrow(() -> new IllegalStateException("nothing was recorded"));
        events.publishEvent(
                new ChangeAudit(Long.toString(number), Map.of("by", Long.toString(made), "reason", reason.strip())));
        return get(made).change();
    }

    @Override
    public void requireSeparable(Set<Long> without) {
        var known = find(without).stream().collect(Collectors.toMap(Change::number, Function.identity()));
        var problems = new ArrayList<FieldProblem>();
        for (var number : new TreeSet<>(without)) {
            var change = known.get(number);
            if (change == null) {
                problems.add(new FieldProblem(
                        WITHOUT, "There is no change " + number + ".", "Use numbers of changes that wait."));
            } else {
                standing(change, without).stream()
                        .filter(later -> !without.contains(later.number()))
                        .map(later -> dependence(change, later))
                        .forEach(problems::add);
            }
        }
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
    }

    /** Later changes of the same document; a pair that took each other back counts when one of them is chosen. */
    private List<Change> standing(Change change, Set<Long> chosen) {
        var all = lineage.all(change);
        return all.stream().anyMatch(later -> chosen.contains(later.number())) ? all : lineage.standing(change);
    }

    private FieldProblem dependence(Change change, Change later) {
        return new FieldProblem(
                WITHOUT,
                "Change " + later.number() + " of the " + title(later) + " '" + later.name() + "' builds on change "
                        + change.number() + ".",
                "Leave change " + later.number() + " out too, or keep change " + change.number() + ".");
    }

    @Override
    public Set<Long> undone(Set<Long> without, Collection<Long> waiting) {
        var here = without.stream().filter(waiting::contains).toList();
        var result = new HashSet<>(here);
        for (var change : find(here)) {
            lineage.all(change).stream()
                    .map(Change::number)
                    .filter(without::contains)
                    .forEach(result::add);
        }
        return result;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void undo(Collection<Long> numbers) {
        for (var number : numbers.stream().sorted(Comparator.reverseOrder()).toList()) {
            var detail = get(number);
            try {
                new Occasion(true, null, "").run(() -> putBack(detail));
            } catch (DomainException refused) {
                throw DomainException.Invalid.of(
                        WITHOUT,
                        "Change " + number + " cannot be left out: " + refused.getMessage(),
                        "Keep change " + number + ", or take it back in the configuration.");
            }
        }
    }

    private void putBack(Detail detail) {
        var change = detail.change();
        var kind = kind(change);
        if (!kind.find(change.name()).equals(detail.after())) {
            throw moved(change);
        }
        var name = change.formerName().orElse(change.name());
        if (detail.before().isEmpty()) {
            kind.remove(change.name());
        } else if (detail.after().isEmpty()) {
            kind.add(name, detail.before().get());
        } else {
            kind.edit(change.name(), detail.before().get());
        }
        var restored = kind.find(name);
        if (!restored.equals(detail.before())) {
            throw new DomainException.Conflict("The " + kind.title() + " '" + name
                    + "' would not be what it was before change " + change.number()
                    + ", because something that is not kept, such as a secret, was replaced since. Edit it instead.");
        }
    }

    private DomainException.Conflict moved(Change change) {
        var later = lineage.standing(change);
        var what = "Change " + change.number() + " of the " + title(change) + " '" + change.name() + "' ";
        if (later.isEmpty()) {
            return new DomainException.Conflict(
                    what + "cannot be taken back: the " + title(change) + " is not what the change left any more.");
        }
        if (later.size() == 1 && later.getFirst().reverts().equals(java.util.Optional.of(change.number()))) {
            return new DomainException.Conflict(what + "was taken back already, by change "
                    + later.getFirst().number() + ".");
        }
        var numbers = later.stream().map(Change::number).map(String::valueOf).toList();
        var problems = later.reversed().stream()
                .limit(20)
                .map(one -> new FieldProblem(
                        "number",
                        "Change " + one.number() + " by " + one.author() + " came later: " + one.cause() + ".",
                        "Revert change " + one.number() + " first."))
                .toList();
        return new DomainException.Conflict(
                what + "cannot be taken back: " + (numbers.size() == 1 ? "change " : "changes ") + listed(numbers)
                        + " came later.",
                problems);
    }

    private static String listed(List<String> numbers) {
        return numbers.size() == 1
                ? numbers.getFirst()
                : String.join(", ", numbers.subList(0, numbers.size() - 1)) + " and " + numbers.getLast();
    }

    private DocumentKind kind(Change change) {
        var kind = kinds.get(change.kind());
        if (kind == null) {
            throw new DomainException.Conflict("Nothing knows documents of the kind '" + change.kind() + "'.");
        }
        return kind;
    }

    private String title(Change change) {
        return kind(change).title();
    }
}
