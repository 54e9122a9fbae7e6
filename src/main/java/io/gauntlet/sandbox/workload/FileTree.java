package io.gauntlet.sandbox.workload;

import io.gauntlet.sandbox.promql.Broken;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The mounted files that one container sees, by absolute path. Immutable; the texts are shared between containers. */
public record FileTree(SortedMap<String, String> files) {

    static final FileTree EMPTY = new FileTree(new TreeMap<>());

    public FileTree {
        files = Collections.unmodifiableSortedMap(files);
    }

    /** The text of one file. */
    public Optional<String> read(String path) {
        return Optional.ofNullable(files.get(path.replaceAll("/+", "/")));
    }

    /** The text of a file that has to be there. */
    String require(String path) throws Broken {
        var text = read(path);
        if (text.isEmpty()) {
            throw new Broken("open " + path + ": no such file or directory");
        }
        return text.get();
    }

    /** The same without some files. */
    FileTree without(Predicate<String> path) {
        var rest = new TreeMap<>(files);
        rest.keySet().removeIf(path);
        return new FileTree(rest);
    }

    /** The paths that any of these patterns matches, each once, sorted. */
    List<String> glob(List<String> patterns) {
        return patterns.stream()
                .flatMap(pattern -> glob(pattern).stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** The paths that a shell pattern matches, sorted; a pattern without wildcards is a plain path. */
    public List<String> glob(String pattern) {
        var expression = new StringBuilder();
        for (var symbol : pattern.replaceAll("/+", "/").toCharArray()) {
            switch (symbol) {
                case '*' -> expression.append("[^/]*");
                case '?' -> expression.append("[^/]");
                default -> expression.append(Pattern.quote(String.valueOf(symbol)));
            }
        }
        var compiled = Pattern.compile(expression.toString());
        return files.keySet().stream()
                .filter(path -> compiled.matcher(path).matches())
                .toList();
    }
}
