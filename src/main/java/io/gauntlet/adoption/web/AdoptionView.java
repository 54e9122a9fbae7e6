package io.gauntlet.adoption.web;

import io.gauntlet.adoption.Survey;
import io.gauntlet.adoption.Survey.FieldOwner;
import io.gauntlet.adoption.Survey.Gap;
import io.gauntlet.adoption.Survey.Kind;
import io.gauntlet.adoption.Survey.Proposal;
import io.gauntlet.adoption.Survey.Verdict;
import io.gauntlet.adoption.TakeOver;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSelector;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the page of an adoption shows.
 *
 * @param step     survey, import or takeover
 * @param looked   whether the cluster was looked at
 * @param selector names the cluster alone; empty when nothing does
 * @param takeOver null before there is a plan
 */
record AdoptionView(
        String cluster,
        String step,
        boolean looked,
        String takenAt,
        String age,
        String namespaces,
        List<ObjectRow> workloads,
        List<ObjectRow> items,
        List<Gap> gaps,
        List<Group> groups,
        String selector,
        @Nullable TakeOverView takeOver) {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final Set<String> STEPS = Set.of("survey", "import", "takeover");
    /** Of one kind; whoever has more uses REST. */
    private static final int MOST = 200;

    private static final int PREVIEW = 4_000;

    /** What there is of one cluster. */
    record State(Optional<Survey> survey, Optional<TakeOver> takeOver, Optional<LabelSelector> selector) {}

    /** A live object and who owns its fields; {@code what} says what it is. */
    record ObjectRow(String title, String what, String origin, String glyph, List<OwnerRow> owners) {}

    /** A field manager. */
    record OwnerRow(String manager, int fields, String lastAt, String paths) {}

    /** The proposals of one kind, as many as are shown. */
    record Group(String kind, List<ProposalRow> rows, int more) {}

    /** One proposal; {@code selectable} when it can be saved, {@code named} when it can have another name. */
    record ProposalRow(
            String id,
            String title,
            String verdict,
            String glyph,
            String sources,
            String preview,
            String target,
            List<String> secrets,
            List<String> warnings,
            List<FieldProblem> problems,
            boolean selectable,
            boolean named) {}

    static AdoptionView of(String cluster, String step, State state, Instant now) {
        var survey = state.survey();
        return new AdoptionView(
                cluster,
                STEPS.contains(step) ? step : "survey",
                survey.isPresent(),
                survey.map(found -> FORMAT.format(found.takenAt())).orElse(""),
                survey.map(found -> age(Duration.between(found.takenAt(), now))).orElse(""),
                survey.map(found -> String.join(", ", found.namespaces())).orElse(""),
                survey.map(AdoptionView::workloads).orElse(List.of()),
                survey.map(AdoptionView::items).orElse(List.of()),
                survey.map(Survey::gaps).orElse(List.of()),
                survey.map(AdoptionView::groups).orElse(List.of()),
                state.selector().map(LabelSelector::toString).orElse(""),
                state.takeOver().map(TakeOverView::of).orElse(null));
    }

    public boolean computing() {
        return "takeover".equals(step) && takeOver != null && takeOver.computing();
    }

    /** What most people want: everything that can be saved and holds no secret. */
    Set<String> suggested() {
        return groups.stream()
                .flatMap(group -> group.rows().stream())
                .filter(row -> row.selectable()
                        && row.verdict().equals("ready")
                        && row.secrets().isEmpty())
                .map(ProposalRow::id)
                .collect(Collectors.toSet());
    }

    /** Whether anything can be saved at all. */
    public boolean importable() {
        return groups.stream().flatMap(group -> group.rows().stream()).anyMatch(ProposalRow::selectable);
    }

    /** Whether secrets could be stored. */
    public boolean holdsSecrets() {
        return groups.stream()
                .flatMap(group -> group.rows().stream())
                .anyMatch(row -> row.selectable() && !row.secrets().isEmpty());
    }

    private static List<ObjectRow> workloads(Survey survey) {
        return survey.workloads().stream()
                .map(workload -> new ObjectRow(
                        workload.kind() + " " + workload.namespace() + "/" + workload.name(),
                        workload.parts().stream()
                                        .map(part -> word(part.role())
                                                + (part.version().isEmpty() ? "" : " " + part.version()))
                                        .collect(Collectors.joining(", "))
                                + " × " + workload.replicas(),
                        word(workload.origin()),
                        workload.origin() == Survey.Origin.OURS
                                ? "ok"
                                : workload.origin().watches() ? "warn" : "info",
                        owners(workload.owners())))
                .toList();
    }

    private static List<ObjectRow> items(Survey survey) {
        return survey.items().stream()
                .map(item -> new ObjectRow(
                        item.kind() + " " + item.namespace() + "/" + item.name(),
                        item.purpose(),
                        word(item.origin()),
                        item.origin() == Survey.Origin.OURS
                                ? "ok"
                                : item.origin().watches() ? "warn" : "info",
                        owners(item.owners())))
                .toList();
    }

    static List<OwnerRow> owners(List<FieldOwner> owners) {
        return owners.stream()
                .map(owner -> new OwnerRow(
                        owner.manager(),
                        owner.fields(),
                        owner.lastAt().map(FORMAT::format).orElse(""),
                        String.join(" ", owner.paths())
                                + (owner.fields() > owner.paths().size() ? " …" : "")))
                .toList();
    }

    private static List<Group> groups(Survey survey) {
        var result = new ArrayList<Group>();
        for (var kind : Arrays.asList(Kind.values())) {
            var all = survey.proposals().stream()
                    .filter(proposal -> proposal.kind() == kind)
                    .toList();
            if (!all.isEmpty()) {
                result.add(new Group(
                        word(kind),
                        all.stream().limit(MOST).map(AdoptionView::row).toList(),
                        Math.max(0, all.size() - MOST)));
            }
        }
        return result;
    }

    private static ProposalRow row(Proposal proposal) {
        var preview = proposal.preview();
        return new ProposalRow(
                proposal.id(),
                proposal.title(),
                word(proposal.verdict()),
                switch (proposal.verdict()) {
                    case READY -> "info";
                    case PRESENT -> "ok";
                    case TAKEN -> "warn";
                    case REFUSED -> "crit";
                },
                String.join("; ", proposal.sources()),
                preview.length() <= PREVIEW ? preview : preview.substring(0, PREVIEW) + "\n…",
                proposal.target(),
                proposal.secrets(),
                proposal.warnings(),
                proposal.problems(),
                proposal.verdict() == Verdict.READY || proposal.verdict() == Verdict.TAKEN,
                proposal.kind() == Kind.RULES || proposal.kind() == Kind.ROUTING || proposal.kind() == Kind.BUCKET);
    }

    /** As message keys spell it. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String age(Duration age) {
        var seconds = Math.max(0, age.toSeconds());
        if (seconds < 90) {
            return seconds + " s";
        }
        if (seconds < 90 * 60) {
            return age.toMinutes() + " min";
        }
        return age.toHours() < 48 ? age.toHours() + " h" : age.toDays() + " d";
    }
}
