package io.gauntlet.adoption;

import io.gauntlet.adoption.Survey.Proposal;
import io.gauntlet.bucket.Buckets.AddBucket;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.Secret;
import io.gauntlet.rule.RuleGroup.Evaluator;

/** A proposal with what accepting it saves. Lives in memory only: it may hold secrets. */
record Candidate(Proposal proposal, Content content) {

    /** What is saved. */
    sealed interface Content {

        /** @param yaml one group */
        record Rules(String name, String yaml, Evaluator evaluator) implements Content {}

        /** @param yaml an alertmanager.yml with the secrets in it */
        record Routing(Secret yaml) implements Content {}

        /** @param foreignCompactor whether another workload compacts the bucket now */
        record Bucket(AddBucket command, boolean foreignCompactor) implements Content {}

        /** A bucket that Gauntlet has already. */
        record UseBucket(String name, boolean foreignCompactor) implements Content {}

        /** External labels without the replica label. */
        record Labels(LabelSet labels) implements Content {}

        /** A setting of the stack by its path. */
        record Setting(String path, Object value) implements Content {}
    }
}
