package io.gauntlet.delivery.web;

import io.gauntlet.kernel.DomainException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Numbers of changes in a request. */
final class ChangeNumbers {

    private ChangeNumbers() {}

    static Set<Long> parse(@Nullable Collection<@Nullable Long> numbers) {
        var result = new HashSet<Long>();
        if (numbers != null) {
            for (var number : numbers) {
                if (number == null || number < 1) {
                    throw DomainException.Invalid.of(
                            "without", "One of them is not the number of a change.", "Send numbers above 0.");
                }
                result.add(number);
            }
        }
        return result;
    }

    /** Those that a page offered and that nobody ticked. */
    static Set<Long> unticked(
            @Nullable Collection<@Nullable Long> offered, @Nullable Collection<@Nullable Long> ticked) {
        var result = parse(offered);
        result.removeAll(parse(ticked));
        return result;
    }
}
