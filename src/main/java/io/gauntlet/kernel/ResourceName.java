package io.gauntlet.kernel;

import java.util.Optional;
import java.util.regex.Pattern;

/** A DNS-1123 label: what Kubernetes allows for namespaces and services, and Gauntlet for names of its own. */
public record ResourceName(String value) implements Comparable<ResourceName> {

    private static final Pattern SYNTAX = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public ResourceName {
        problem("name", value).ifPresent(problem -> {
            throw new DomainException.Invalid(java.util.List.of(problem));
        });
    }

    /** What is wrong with {@code value} as a name of the input field {@code field}, or nothing. */
    public static Optional<FieldProblem> problem(String field, String value) {
        if (SYNTAX.matcher(value).matches()) {
            return Optional.empty();
        }
        return Optional.of(new FieldProblem(
                field,
                value.isEmpty() ? "The name is empty." : "The name is not a DNS-1123 label.",
                "Use 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends."));
    }

    @Override
    public int compareTo(ResourceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
