package io.gauntlet.sandbox;

import io.gauntlet.sandbox.api.PodProxy;
import io.gauntlet.sandbox.endpoint.PodEndpoints;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The pods of a cluster whose workloads live. */
record LivingPods(PodEndpoints endpoints) implements PodProxy {

    @Override
    public Optional<Answer> answer(Address address, String port, String method, String path, String body) {
        return endpoints
                .answer(address.namespace(), address.pod(), port, method, path, body)
                .map(answer -> new Answer(
                        answer.status(), answer.contentType(), answer.body().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<String> log(Address address, String container) {
        return endpoints.log(address.namespace(), address.pod(), container);
    }
}
