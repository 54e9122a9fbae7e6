package io.gauntlet.rendering;

import io.gauntlet.kernel.Digest;
import java.util.List;

/**
 * All objects of one cluster, in the order in which they are applied.
 *
 * @param notices what a person should know about it, such as that there is no long-term storage
 * @param digest  over the digests of all manifests
 */
public record ManifestSet(List<Manifest> manifests, List<Notice> notices, Digest digest) {

    public ManifestSet {
        manifests = List.copyOf(manifests);
        notices = List.copyOf(notices);
    }

    /** A remark on the whole set; {@code code} is stable and has a text in the message bundle of delivery. */
    public record Notice(Severity severity, String code, List<String> arguments) {

        public Notice {
            arguments = List.copyOf(arguments);
        }
    }

    /** How much a notice matters. */
    public enum Severity {
        INFO,
        WARNING,
        /** The set must not be pushed. */
        BLOCKING
    }
}
