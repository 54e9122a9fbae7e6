package io.gauntlet.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Mistakes in templates, styles and messages that no compiler finds and that a page only shows to the eye. */
class TemplateTests {

    private static final Pattern TAG = Pattern.compile("<[a-z][^<>]*(?:\"[^\"]*\"[^<>]*)*>");
    private static final Pattern CLASSES = Pattern.compile("(?<!:)\\bclass=\"([^\"]*)\"");
    private static final Pattern STYLED = Pattern.compile("\\.([a-zA-Z][\\w-]*)");

    @Test
    void aConditionIsNeverOnTheTagThatIsReplaced() {
        // Thymeleaf replaces before it asks: the condition would be lost with the tag, and both cases would show.
        assertThat(files("frontend/templates", ".html")
                        .flatMap(file -> tags(file)
                                .filter(tag -> tag.contains("th:replace="))
                                .filter(tag -> tag.contains("th:if=") || tag.contains("th:unless="))
                                .map(tag -> file.getFileName() + ": " + tag)))
                .isEmpty();
    }

    @Test
    void everyClassOfATemplateHasAStyle() {
        var styled = files("frontend/static", ".css")
                .flatMap(file -> STYLED.matcher(text(file)).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>();
        files("frontend/templates", ".html")
                .flatMap(file -> CLASSES.matcher(text(file)).results())
                .flatMap(found -> Stream.of(found.group(1).split("\\s+")))
                .filter(name -> !name.isEmpty() && !styled.contains(name))
                .forEach(unknown::add);
        assertThat(unknown).isEmpty();
    }

    @Test
    void anApostropheIsDoubledOnlyWhereAMessageTakesArguments() {
        assertThat(files("src/main/resources/messages", ".properties")
                        .flatMap(file -> text(file)
                                .lines()
                                .filter(line -> line.contains("''") && !line.contains("{0"))
                                .map(line -> file.getFileName() + ": " + line)))
                .isEmpty();
    }

    private static Stream<String> tags(Path file) {
        return TAG.matcher(text(file)).results().map(found -> found.group());
    }

    private static Stream<Path> files(String folder, String end) {
        try (var all = Files.walk(Path.of(folder))) {
            List<Path> found =
                    all.filter(file -> file.toString().endsWith(end)).sorted().toList();
            assertThat(found).isNotEmpty();
            return found.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
