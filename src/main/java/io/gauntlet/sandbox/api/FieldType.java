package io.gauntlet.sandbox.api;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a field of an API object may hold, and how two writers' values of it come together. */
sealed interface FieldType {

    /** The sorts of single values. */
    enum Sort {
        TEXT,
        INT32,
        INT64,
        NUMBER,
        BOOLEAN,
        QUANTITY,
        NUMBER_OR_TEXT,
        BYTES,
        TIME
    }

    /** How the items of a list are told apart. */
    enum ListSort {
        ATOMIC,
        SET,
        MAP
    }

    record Scalar(Sort sort) implements FieldType {}

    /** A value without a schema; replaced as a whole. */
    record Anything() implements FieldType {}

    /**
     * An object with declared fields. The maps are shared by all uses of the type and filled while the table is read.
     *
     * @param atomic whether it is replaced as a whole
     */
    record Struct(String name, boolean atomic, Map<String, FieldType> fields, Set<String> required)
            implements FieldType {

        Struct asAtomic() {
            return new Struct(name, true, fields, required);
        }
    }

    record MapOf(FieldType element, boolean atomic) implements FieldType {}

    record ListOf(FieldType element, ListSort sort, List<String> keys) implements FieldType {}

    /** Whether a value of this type has no fields or items of its own that could belong to different writers. */
    default boolean isAtomic() {
        return switch (this) {
            case Scalar ignored -> true;
            case Anything ignored -> true;
            case Struct struct -> struct.atomic();
            case MapOf map -> map.atomic();
            case ListOf list -> list.sort() == ListSort.ATOMIC;
        };
    }
}
