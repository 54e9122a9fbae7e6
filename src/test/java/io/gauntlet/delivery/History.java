package io.gauntlet.delivery;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * What happened, from three witnesses: the database, the audit trail and the API servers.
 *
 * @param writes       in the order in which the API servers took them
 * @param targets      in the order in which they were pushed
 * @param applied      numbers of revisions in the order in which they became the applied one
 * @param texts        everything that a person can read: messages, events, logs
 * @param acknowledged rollouts of which somebody was told that they exist
 */
record History(
        List<WireWrite> writes,
        List<Target> targets,
        List<Applied> applied,
        List<Entry> trail,
        List<String> texts,
        Set<UUID> acknowledged) {

    /**
     * A cluster in a rollout.
     *
     * @param claims  who claimed it, by epoch
     * @param proofs  the states that its replicas showed last
     * @param leased  whether somebody still holds it
     * @param verify  whether proof was wanted
     * @param rollout status of the whole
     */
    record Target(
            UUID id,
            UUID rolloutId,
            String cluster,
            int revision,
            String status,
            boolean leased,
            boolean verify,
            String rollout,
            List<Planned> objects,
            List<Claim> claims,
            List<String> proofs) {

        /** Everything that this target brings has a later version than this one. */
        long seen() {
            return objects.stream().mapToLong(Planned::seen).max().orElse(0);
        }

        @Override
        public String toString() {
            return "revision " + revision + " of " + cluster + " (" + status + ")";
        }
    }

    /**
     * One change that was approved.
     *
     * @param content  of an object that is applied
     * @param seen     version of the object that the plan saw; 0 when it saw none
     * @param outcome  as it stands
     * @param outcomes every one that was recorded
     */
    record Planned(
            String path,
            int step,
            String action,
            Optional<JsonNode> content,
            long seen,
            String outcome,
            List<String> outcomes) {

        boolean delete() {
            return "DELETE".equals(action);
        }
    }

    /** One worker's right to a target. */
    record Claim(long epoch, String owner) {}

    /** The applied revision of a cluster. */
    record Applied(String cluster, int number) {}

    /** One line of the audit trail. */
    record Entry(String action, String subject) {}
}
