package io.gauntlet.sandbox.api;

import java.util.Optional;

/** What lives behind the API server of one cluster: answers requests to its pods and has their logs. */
public interface PodProxy {

    /** A cluster in which no pod runs. */
    PodProxy NOBODY = new PodProxy() {
        @Override
        public Optional<Answer> answer(Address address, String port, String method, String path, String body) {
            return Optional.empty();
        }

        @Override
        public Optional<String> log(Address address, String container) {
            return Optional.empty();
        }
    };

    /**
     * What a pod answers.
     *
     * @param address the pod
     * @param port    a number or the name of a container port; empty for the first one
     * @param path    with the query
     * @return empty if no such pod runs
     */
    Optional<Answer> answer(Address address, String port, String method, String path, String body);

    /** What a container has logged, each line with its end; empty if it has not started. */
    Optional<String> log(Address address, String container);

    /** A pod. */
    record Address(String namespace, String pod) {}

    /** An answer of a pod. */
    record Answer(int status, String contentType, byte[] body) {}
}
