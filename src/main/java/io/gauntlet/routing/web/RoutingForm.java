package io.gauntlet.routing.web;

import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.routing.Routing;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of the routing form. */
record RoutingForm(
        @Nullable String name, @Nullable String selector, @Nullable Integer position, @Nullable String yaml) {

    private static final String EXAMPLE = """
            route:
              receiver: default
              group_by: [alertname, cluster]
              routes:
                - matchers: ['team="devops"']
                  receiver: devops
            receivers:
              - name: default
              - name: devops
            """;

    static RoutingForm empty() {
        return new RoutingForm("", "", 100, EXAMPLE);
    }

    static RoutingForm of(Routing routing) {
        return new RoutingForm(
                routing.name().value(), routing.selector().toString(), routing.position(), routing.yaml());
    }

    String nameOrEmpty() {
        return Objects.requireNonNullElse(name, "").strip();
    }

    LabelSelector selected() {
        return LabelSelector.parse(Objects.requireNonNullElse(selector, ""));
    }

    int order() {
        return Objects.requireNonNullElse(position, 100);
    }

    String text() {
        return Objects.requireNonNullElse(yaml, "");
    }
}
