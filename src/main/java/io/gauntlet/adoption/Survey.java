package io.gauntlet.adoption;

import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found in a cluster at one moment. All texts come from the cluster: cut, without control characters, never trusted.
 * It holds no values of Secrets.
 *
 * @param gaps what could not be read, with the reason
 */
public record Survey(
        ResourceName cluster,
        List<String> namespaces,
        Instant takenAt,
        List<Workload> workloads,
        List<Item> items,
        List<Gap> gaps,
        List<Proposal> proposals) {

    public Survey {
        namespaces = List.copyOf(namespaces);
        workloads = List.copyOf(workloads);
        items = List.copyOf(items);
        gaps = List.copyOf(gaps);
        proposals = List.copyOf(proposals);
    }

    /** Who keeps an object as it is. */
    public enum Origin {
        /** This Gauntlet. */
        OURS,
        /** Another Gauntlet, or another cluster entry of this one. */
        OTHER_GAUNTLET,
        HELM,
        OPERATOR,
        GIT_OPS,
        /** kubectl or another client that a person calls. */
        CLIENT;

        /** Whether it changes back what others change. */
        public boolean watches() {
            return this == OPERATOR || this == GIT_OPS || this == OTHER_GAUNTLET;
        }
    }

    /**
     * A workload that holds at least one part of a monitoring stack.
     *
     * @param selector the labels that select its pods; empty where it uses expressions
     * @param owner    name of the object that made it, such as a custom resource; empty for none
     */
    public record Workload(
            String kind,
            String namespace,
            String name,
            int replicas,
            List<Part> parts,
            Map<String, String> selector,
            Origin origin,
            String owner,
            List<FieldOwner> owners) {

        public Workload {
            parts = List.copyOf(parts);
            selector = Map.copyOf(selector);
            owners = List.copyOf(owners);
        }

        /** Whether it has a container with this task. */
        public boolean has(StackRole role) {
            return parts.stream().anyMatch(part -> part.role() == role);
        }
    }

    /** One container; the version is empty where the image's tag names none. */
    public record Part(StackRole role, String container, String image, String version) {}

    /**
     * Another object of the stack.
     *
     * @param purpose what it is for, such as {@code mounted by StatefulSet prometheus}
     */
    public record Item(
            String kind, String namespace, String name, String purpose, Origin origin, List<FieldOwner> owners) {

        public Item {
            owners = List.copyOf(owners);
        }
    }

    /**
     * A field manager of one object.
     *
     * @param fields how many fields it owns, without the status
     * @param paths  some of them
     */
    public record FieldOwner(
            String manager, String operation, int fields, Optional<Instant> lastAt, List<String> paths) {

        public FieldOwner {
            paths = List.copyOf(paths);
        }
    }

    /** Something that could not be read. */
    public record Gap(String what, String reason) {}

    /**
     * Something that can be imported.
     *
     * @param id       stays the same as long as what was found does
     * @param title    the name of the group, the path of the setting, …
     * @param sources  where it was found
     * @param preview  what would be saved, secrets left out
     * @param target   who evaluates rules, what a setting is now; empty where it says nothing
     * @param secrets  names of secrets that would be stored with it
     * @param warnings what is allowed but will surprise
     * @param problems why it cannot be saved as it is
     */
    public record Proposal(
            String id,
            Kind kind,
            String title,
            List<String> sources,
            String preview,
            String target,
            Verdict verdict,
            List<String> secrets,
            List<String> warnings,
            List<FieldProblem> problems) {

        public Proposal {
            sources = List.copyOf(sources);
            secrets = List.copyOf(secrets);
            warnings = List.copyOf(warnings);
            problems = List.copyOf(problems);
        }
    }

    /** What an accepted proposal becomes. */
    public enum Kind {
        RULES,
        ROUTING,
        BUCKET,
        LABELS,
        SETTING
    }

    /** What saving a proposal would do. */
    public enum Verdict {
        /** It can be saved. */
        READY,
        /** Gauntlet has the same already. */
        PRESENT,
        /** Its name is taken by something else. */
        TAKEN,
        /** It breaks a rule. */
        REFUSED
    }
}
