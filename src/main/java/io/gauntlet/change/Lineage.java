package io.gauntlet.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds which changes belong to the same document; a document keeps its history when it is given another name. */
class Lineage {

    private final ChangeStore store;

    Lineage(ChangeStore store) {
        this.store = store;
    }

    /** Changes of the same document after this one, oldest first. */
    List<Change> all(Change change) {
        var names = names(change);
        var result = new ArrayList<Change>();
        for (var later : store.after(change.kind(), change.number())) {
            if (names(later).stream().anyMatch(names::contains)) {
                names.addAll(names(later));
                result.add(later);
            }
        }
        return result;
    }

    /** Like {@link #all}, without those that took each other back. */
    List<Change> standing(Change change) {
        var later = all(change);
        var numbers = new HashSet<Long>();
        later.forEach(one -> numbers.add(one.number()));
        var gone = new HashSet<Long>();
        for (var one : later.reversed()) {
            one.reverts()
                    .filter(numbers::contains)
                    .filter(n -> !gone.contains(one.number()))
                    .ifPresent(reverted -> {
                        gone.add(reverted);
                        gone.add(one.number());
                    });
        }
        return later.stream().filter(one -> !gone.contains(one.number())).toList();
    }

    private static Set<String> names(Change change) {
        var names = new HashSet<>(Set.of(change.name()));
        change.formerName().ifPresent(names::add);
        return names;
    }
}
