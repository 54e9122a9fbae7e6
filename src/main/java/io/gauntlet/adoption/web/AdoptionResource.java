package io.gauntlet.adoption.web;

import io.gauntlet.adoption.Adoptions;
import io.gauntlet.adoption.Survey;
import io.gauntlet.adoption.TakeOver;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The adoption of one cluster by REST.
 *
 * @param survey   null before the cluster was looked at
 * @param selector names this cluster alone; null when its labels tell it from no other
 * @param takeOver null before a plan was made, and when it is forgotten
 */
record AdoptionResource(
        String cluster,
        @Nullable SurveyResource survey,
        @Nullable String selector,
        @Nullable TakeOverResource takeOver) {

    static AdoptionResource of(Adoptions adoptions, ResourceName cluster) {
        return new AdoptionResource(
                cluster.value(),
                adoptions.find(cluster).map(SurveyResource::of).orElse(null),
                adoptions.ownSelector(cluster).map(LabelSelector::toString).orElse(null),
                adoptions.takeOver(cluster).map(TakeOverResource::of).orElse(null));
    }

    /** What was found, and when. */
    record SurveyResource(
            List<String> namespaces,
            Instant takenAt,
            List<Survey.Workload> workloads,
            List<Survey.Item> objects,
            List<Survey.Gap> gaps,
            List<Survey.Proposal> proposals) {

        static SurveyResource of(Survey survey) {
            return new SurveyResource(
                    survey.namespaces(),
                    survey.takenAt(),
                    survey.workloads(),
                    survey.items(),
                    survey.gaps(),
                    survey.proposals());
        }
    }

    /** What the plan does with the objects of others. */
    record TakeOverResource(
            String plan,
            String status,
            String message,
            List<TakeOver.Claim> objects,
            List<TakeOver.Neighbour> sideBySide,
            int created,
            int restarts) {

        static TakeOverResource of(TakeOver found) {
            return new TakeOverResource(
                    found.plan().toString(),
                    found.status().name(),
                    found.message(),
                    found.objects(),
                    found.neighbours(),
                    found.created(),
                    found.restarts());
        }
    }
}
