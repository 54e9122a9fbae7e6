package io.gauntlet.adoption;

import io.gauntlet.adoption.Candidate.Content;
import io.gauntlet.adoption.PrometheusSettings.Labels;
import io.gauntlet.adoption.SettingFinder.Setting;
import io.gauntlet.adoption.Survey.Kind;
import io.gauntlet.adoption.Survey.Proposal;
import io.gauntlet.adoption.Survey.Verdict;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.PromDuration;
import io.gauntlet.stack.EffectiveStack;
import io.gauntlet.stack.SettingsSchema;
import io.gauntlet.stack.Stacks.ConfigureStack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares settings that were found with those of the cluster's stack, and judges the ones that differ. */
final class SettingJudge {

    private static final String LABELS = "externalLabels";

    private final EffectiveStack stack;
    private final Function<ConfigureStack, List<FieldProblem>> trial;
    private final Map<String, Object> present;

    /** @param trial what a change of the stack would be refused for */
    SettingJudge(EffectiveStack stack, Function<ConfigureStack, List<FieldProblem>> trial) {
        this.stack = stack;
        this.trial = trial;
        this.present = SettingsSchema.flatten(stack.settings());
    }

    /** A proposal for every setting that a stack has and that was found with another value, and for the labels. */
    List<Candidate> judge(Collection<Setting> found, Labels labels) {
        var differing = found.stream()
                .filter(setting -> present.containsKey(setting.path()))
                .filter(setting -> !same(setting))
                .toList();
        var labelsDiffer = !labels.labels().isEmpty() && !labels.labels().equals(stack.externalLabels());
        var changes = new TreeMap<String, @Nullable Object>();
        differing.forEach(setting -> changes.put(setting.path(), setting.value()));
        var problems = changes.isEmpty() && !labelsDiffer
                ? List.<FieldProblem>of()
                : trial.apply(command(stack.cluster(), stack.version(), changes, labelsDiffer ? labels : null));
        var result = new ArrayList<Candidate>();
        if (!labels.labels().isEmpty()) {
            result.add(labels(labels, labelsDiffer, problems));
        }
        differing.forEach(setting -> result.add(setting(setting, problems)));
        return result;
    }

    private static ConfigureStack command(
            ClusterId cluster, int version, Map<String, @Nullable Object> changes, @Nullable Labels labels) {
        return new ConfigureStack(cluster, version, null, changes, labels == null ? null : labels.labels(), null);
    }

    private boolean same(Setting setting) {
        var value = Objects.requireNonNull(present.get(setting.path()));
        if (value instanceof PromDuration duration && setting.value() instanceof String text) {
            return text.equals(duration.toString()) || sameTime(setting.path(), text, duration);
        }
        var now = SettingsSchema.plain(value);
        return now.equals(setting.value()) || shown(now).equals(shown(setting.value()));
    }

    /** Two days are 48 hours. */
    private static boolean sameTime(String path, String text, PromDuration duration) {
        try {
            return PromDuration.parse(path, text).equals(duration);
        } catch (DomainException.Invalid noDuration) {
            return false;
        }
    }

    private Candidate setting(Setting setting, List<FieldProblem> problems) {
        var own = problems.stream()
                .filter(problem -> problem.field().equals(setting.path()))
                .toList();
        var value = shown(setting.value());
        var proposal = new Proposal(
                Untrusted.id("setting", setting.path() + "=" + value),
                Kind.SETTING,
                setting.path(),
                List.of(setting.source()),
                Untrusted.text(value),
                shown(SettingsSchema.plain(Objects.requireNonNull(present.get(setting.path())))),
                own.isEmpty() ? Verdict.READY : Verdict.REFUSED,
                List.of(),
                List.of(),
                RuleFinder.cleaned(own));
        return new Candidate(proposal, new Content.Setting(setting.path(), setting.value()));
    }

    private Candidate labels(Labels labels, boolean differ, List<FieldProblem> problems) {
        var own = problems.stream()
                .filter(problem -> problem.field().startsWith(LABELS))
                .toList();
        var proposal = new Proposal(
                Untrusted.id("labels", labels.labels().canonical()),
                Kind.LABELS,
                LABELS,
                List.of(labels.source()),
                Untrusted.text(labels.labels().canonical()),
                stack.externalLabels().canonical(),
                !differ ? Verdict.PRESENT : own.isEmpty() ? Verdict.READY : Verdict.REFUSED,
                List.of(),
                List.of(
                        "Blocks that were uploaded with these labels go on in the same stream only if the labels stay the same."),
                RuleFinder.cleaned(own));
        return new Candidate(proposal, new Content.Labels(labels.labels()));
    }

    private static String shown(Object value) {
        return value instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .sorted()
                        .collect(Collectors.joining("\n"))
                : String.valueOf(value);
    }
}
