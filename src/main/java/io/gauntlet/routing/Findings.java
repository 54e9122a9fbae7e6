package io.gauntlet.routing;

import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.YamlText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Problems of one configuration, each with the line it is on. */
final class Findings {

    private final YamlText yaml;
    private final List<FieldProblem> problems = new ArrayList<>();

    Findings(YamlText yaml) {
        this.yaml = yaml;
    }

    void problem(String at, String reason, String fix) {
        if (problems.size() < 100) {
            var line = yaml.line(at).map(number -> "Line " + number + ": ").orElse("");
            problems.add(new FieldProblem(at.isEmpty() ? "yaml" : at, line + reason, fix));
        }
    }

    List<FieldProblem> problems() {
        return List.copyOf(problems);
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Text that says something: a missing key, null and an empty text are all the same to Alertmanager. */
    static boolean given(@Nullable Object value) {
        return value != null && !"".equals(value);
    }
}
