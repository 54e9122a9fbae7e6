package io.gauntlet.adoption;

import io.gauntlet.adoption.Survey.FieldOwner;
import io.gauntlet.adoption.Survey.Origin;
import io.gauntlet.delivery.Plan;
import io.gauntlet.delivery.PlanId;
import java.util.List;
import java.util.UUID;

/**
 * What a plan does with the objects of others.
 *
 * @param objects    objects of others with the name of one of ours
 * @param neighbours objects of others that do the same as one of ours under another name; they go on running
 * @param created    how many objects are new
 * @param restarts   how many workloads get new pods when everything that can be taken over is
 */
public record TakeOver(
        PlanId plan,
        Plan.Status status,
        String message,
        List<Claim> objects,
        List<Neighbour> neighbours,
        int created,
        int restarts) {

    public TakeOver {
        objects = List.copyOf(objects);
        neighbours = List.copyOf(neighbours);
    }

    /**
     * One object of somebody else.
     *
     * @param id       of the planned object
     * @param loses    what changes its owner, by field manager
     * @param keeps    the field managers of the live object with what stays theirs, as far as the survey knows
     * @param restarts whether its pods are replaced
     * @param risks    codes, as in a plan
     * @param message  why it cannot be taken over; text of the cluster, untrusted
     */
    public record Claim(
            UUID id,
            String kind,
            String namespace,
            String name,
            String component,
            Way way,
            List<Loss> loses,
            List<FieldOwner> keeps,
            Origin origin,
            boolean restarts,
            List<String> risks,
            String message,
            String command) {

        public Claim {
            loses = List.copyOf(loses);
            keeps = List.copyOf(keeps);
            risks = List.copyOf(risks);
        }
    }

    /** How an object can come to Gauntlet. */
    public enum Way {
        /** By taking fields over; nothing restarts. */
        IN_PLACE,
        /** By taking fields over; its pods are replaced one after the other. */
        WITH_RESTART,
        /** Not as it is: the command makes room, the pods of a workload go on running, and the next plan takes them in. */
        ANEW,
        /** It has no owner any more; the new object takes its pods in and replaces them. */
        ADOPTS_PODS
    }

    /** Fields that a manager gives up. */
    public record Loss(String manager, List<String> fields) {

        public Loss {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A workload beside ours.
     *
     * @param effect  code of what happens while both run
     * @param danger  whether it must not happen
     * @param command removes it, to be called by a person; empty where its names are not fit for one
     */
    public record Neighbour(
            String kind,
            String namespace,
            String name,
            StackRole role,
            Origin origin,
            String effect,
            boolean danger,
            String command) {}
}
