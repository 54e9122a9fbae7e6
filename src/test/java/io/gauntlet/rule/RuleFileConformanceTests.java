package io.gauntlet.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.kernel.DomainException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdicts agree with promtool's over the upstream test data, apart from expressions, which are not parsed yet. */
class RuleFileConformanceTests {

    /** Wrong only for a parser of expressions, or under the legacy scheme for names. */
    private static final Set<String> ACCEPTED_HERE =
            Set.of("bad_expr.bad.yaml", "legacy_validation_annotation.bad.yaml");

    static Stream<Path> ruleFiles() throws IOException {
        return filesIn("rule-files");
    }

    static Stream<Path> objects() throws IOException {
        return filesIn("prometheus-rule-objects");
    }

    private static Stream<Path> filesIn(String folder) throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/conformance", folder))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("ruleFiles")
    void verdictAgrees(Path file) throws IOException {
        var text = Files.readString(file);
        var name = file.getFileName().toString();
        if (name.endsWith(".bad.yaml") && !ACCEPTED_HERE.contains(name)) {
            assertThatThrownBy(() -> RuleReader.file(text, RuleGroup.Evaluator.PROMETHEUS))
                    .isInstanceOf(DomainException.Invalid.class);
        } else {
            assertThat(RuleReader.file(text, RuleGroup.Evaluator.PROMETHEUS)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("objects")
    void groupsOfAnObjectSurviveBeingWrittenAndRead(Path file) throws IOException {
        var groups = RuleReader.file(Files.readString(file), RuleGroup.Evaluator.PROMETHEUS);
        assertThat(groups).isNotEmpty();
        var written = RuleDocuments.writeFile(
                groups.stream().map(CheckedGroup::document).toList());
        assertThat(RuleReader.file(written, RuleGroup.Evaluator.PROMETHEUS)).isEqualTo(groups);
    }
}
