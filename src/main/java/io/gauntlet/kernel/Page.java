package io.gauntlet.kernel;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, in the list's own order.
 *
 * @param next opaque cursor of the following page, to be sent back as {@code after}; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String next) {

    /** Most items that one page may hold. */
    public static final int MAX_LIMIT = 500;

    /** Items of a page when the caller does not say. */
    public static final int DEFAULT_LIMIT = 50;

    public Page {
        items = List.copyOf(items);
    }

    public <R> Page<R> map(Function<T, R> mapping) {
        return new Page<>(items.stream().map(mapping).toList(), next);
    }

    /**
     * Cuts a page out of a query result that asked for {@code limit + 1} rows.
     *
     * @param cursor the sort key of an item, by which the next page continues
     */
    public static <T> Page<T> cut(List<T> rows, int limit, Function<T, String> cursor) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        var items = rows.subList(0, limit);
        return new Page<>(items, cursor.apply(items.getLast()));
    }

    /**
     * A limit between 1 and {@link #MAX_LIMIT}.
     *
     * @throws DomainException.Invalid for the field {@code limit}
     */
    public static int limit(@Nullable Integer asked) {
        if (asked == null) {
            return DEFAULT_LIMIT;
        }
        if (asked < 1 || asked > MAX_LIMIT) {
            throw DomainException.Invalid.of(
                    "limit", "The limit is out of range.", "Ask for 1 to " + MAX_LIMIT + " items.");
        }
        return asked;
    }
}
