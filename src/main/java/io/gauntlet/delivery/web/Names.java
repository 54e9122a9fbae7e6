package io.gauntlet.delivery.web;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.ResourceName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of clusters in a request. */
final class Names {

    private Names() {}

    static List<ResourceName> parse(String field, @Nullable List<String> texts) {
        if (texts == null) {
            return List.of();
        }
        var problems = new ArrayList<FieldProblem>();
        for (var i = 0; i < texts.size(); i++) {
            ResourceName.problem(field + "[" + i + "]", texts.get(i)).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        return texts.stream().map(ResourceName::new).toList();
    }
}
