package io.gauntlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModuleDependency;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.DependencyDepth;

class ModularityTests {

    private static final Path PICTURE = Path.of("docs", "modules.md");

    private final ApplicationModules modules = ApplicationModules.of(GauntletApplication.class);

    @Test
    void modulesUseOnlyWhatTheyDeclare() {
        modules.verify();
    }

    @Test
    void pictureInTheDocsIsTheVerifiedOne() throws IOException {
        var expected = picture();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PICTURE, expected);
        }
        assertThat(PICTURE)
                .as("rewrite it with: mvn test -Dtest=ModularityTests -Dgolden.update=true")
                .hasContent(expected);
    }

    /** Every module with its purpose and the modules that it really uses, kernel left out because all use it. */
    private String picture() {
        var uses = new TreeMap<String, TreeSet<String>>();
        modules.forEach(module -> uses.put(
                module.getIdentifier().toString(),
                module.getDependencies(modules, DependencyDepth.IMMEDIATE)
                        .uniqueStream(ApplicationModuleDependency::getTargetModule)
                        .map(dependency -> dependency.getTargetModule().getIdentifier().toString())
                        .filter(name -> !name.equals("kernel"))
                        .collect(Collectors.toCollection(TreeSet::new))));
        var text = new StringBuilder("""
                # Modules

                Packages directly under `io.gauntlet`; an arrow means "uses". Every module also uses `kernel`. This page is written from
                the code by `ModularityTests`, which fails when it differs.

                ```mermaid
                flowchart LR
                """);
        uses.forEach((module, targets) -> {
            text.append("  ").append(module).append('\n');
            targets.forEach(target -> text.append("  ").append(module).append(" --> ").append(target).append('\n'));
        });
        return text.append("```\n").toString();
    }
}
