package io.gauntlet.sandbox.api;

import java.util.Optional;

/** Answers requests to the pods of one cluster. */
@FunctionalInterface
public interface PodProxy {

    /**
     * What a pod answers.
     *
     * @param address the pod
     * @param port    a number or the name of a container port; empty for the first one
     * @param path    with the query
     * @return empty if no such pod runs
     */
    Optional<Answer> answer(Address address, String port, String method, String path, String body);

    /** A pod. */
    record Address(String namespace, String pod) {}

    /** An answer of a pod. */
    record Answer(int status, String contentType, byte[] body) {}
}
