package io.gauntlet.sandbox.promql;

import java.util.List;

/** The result of an expression at one moment. */
public sealed interface Value {

    /** A number without labels. */
    record Scalar(double number) implements Value {}

    /** Series with one value each. */
    record Vector(List<Sample> samples) implements Value {}

    /** The series of a vector; a scalar has one without labels. */
    default List<Sample> samples() {
        return switch (this) {
            case Vector vector -> vector.samples();
            case Scalar scalar -> List.of(new Sample(new java.util.TreeMap<>(), scalar.number()));
        };
    }
}
