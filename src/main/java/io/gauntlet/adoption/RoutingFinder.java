package io.gauntlet.adoption;

import io.gauntlet.adoption.Candidate.Content;
import io.gauntlet.adoption.ConfigFiles.ConfigFile;
import io.gauntlet.adoption.Survey.Kind;
import io.gauntlet.adoption.Survey.Origin;
import io.gauntlet.adoption.Survey.Proposal;
import io.gauntlet.adoption.Survey.Verdict;
import io.gauntlet.kernel.Secret;
import io.gauntlet.routing.Routing;
import io.gauntlet.routing.Routings;
import io.gauntlet.routing.Routings.Preview;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds Alertmanager configurations. What is shown of one is what the routing module shows: references instead of secrets. */
final class RoutingFinder {

    private static final int PAGE = 100;

    private final Routings routings;

    RoutingFinder(Routings routings) {
        this.routings = routings;
    }

    List<Candidate> find(Surveyor.Found survey, ConfigFiles files) {
        var byText = new LinkedHashMap<String, List<ConfigFile>>();
        var templates = 0;
        for (var running : survey.running()) {
            if (running.workload().origin() == Origin.OURS) {
                continue;
            }
            for (var container : running.containers(StackRole.ALERTMANAGER).toList()) {
                for (var file : files.of(running.namespace(), running.pod(), container, true)) {
                    if (file.key().endsWith(".tmpl")) {
                        templates++;
                    } else if (Documents.mapping(file.text())
                            .filter(Documents::alertmanagerConfig)
                            .isPresent()) {
                        byText.computeIfAbsent(file.text(), key -> new ArrayList<>())
                                .add(file);
                    }
                }
            }
        }
        var result = new ArrayList<Candidate>();
        for (var entry : byText.entrySet()) {
            result.add(candidate(entry, templates));
        }
        return result;
    }

    private Candidate candidate(Map.Entry<String, List<ConfigFile>> found, int templates) {
        var preview = routings.preview(found.getKey());
        var same = preview.yaml().isEmpty() ? Optional.<Routing>empty() : known(preview.yaml());
        var verdict =
                !preview.problems().isEmpty() ? Verdict.REFUSED : same.isPresent() ? Verdict.PRESENT : Verdict.READY;
        var sources =
                found.getValue().stream().map(ConfigFile::source).distinct().toList();
        var first = found.getValue().getFirst();
        var proposal = new Proposal(
                // Never made from the text: a short secret in it could be guessed from its hash.
                Untrusted.id("routing", String.join("\n", sources)),
                Kind.ROUTING,
                Untrusted.line(first.object()),
                sources,
                Untrusted.text(preview.yaml()),
                "",
                verdict,
                preview.secrets(),
                warnings(preview, same, templates),
                RuleFinder.cleaned(preview.problems()));
        return new Candidate(proposal, new Content.Routing(Secret.of(found.getKey())));
    }

    private static List<String> warnings(Preview preview, Optional<Routing> same, int templates) {
        var warnings = new ArrayList<>(
                preview.warnings().stream().map(Untrusted::line).limit(50).toList());
        same.ifPresent(routing -> warnings.add("It is the routing '" + routing.name() + "'."));
        if (templates > 0) {
            warnings.add("There are " + templates + " files with templates beside it, which are not imported.");
        }
        return warnings;
    }

    private Optional<Routing> known(String yaml) {
        var after = Optional.<String>empty();
        do {
            var page = routings.page(after.orElse(null), PAGE);
            var same = page.items().stream()
                    .filter(routing -> routing.yaml().equals(yaml))
                    .findFirst();
            if (same.isPresent()) {
                return same;
            }
            after = Optional.ofNullable(page.next());
        } while (after.isPresent());
        return Optional.empty();
    }
}
