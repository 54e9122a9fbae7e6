package io.gauntlet.kernel;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;
import java.util.stream.Collectors;

/** Unified diffs of texts, three lines of context, without the two header lines that name files. */
public final class UnifiedDiff {

    /** Longest diff that is kept; the rest is cut with a note. */
    public static final int MAX_LENGTH = 256 * 1024;

    private static final int CONTEXT = 3;

    private UnifiedDiff() {}

    public static String of(List<String> before, List<String> after) {
        var patch = DiffUtils.diff(before, after);
        var diff = UnifiedDiffUtils.generateUnifiedDiff("live", "planned", before, patch, CONTEXT);
        var text = diff.stream().skip(2).collect(Collectors.joining("\n"));
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "\n… (cut)";
    }
}
