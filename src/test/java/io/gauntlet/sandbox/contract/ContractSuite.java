package io.gauntlet.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gauntlet.sandbox.contract.ApiUnderTest.Answer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Base of the contract: the double is always asked, a real API server as well if {@value ApiUnderTest#KUBECONFIG} names a
 * kubeconfig. Each subclass is a set of statements, each of them run against every API there is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContractSuite {

    static final JsonMapper JSON = JsonMapper.shared();
    static final String REASON = "no real API server: run `../shared/lab/cluster up ci --control-plane` and set "
            + ApiUnderTest.KUBECONFIG + " to the kubeconfig that it prints";

    private final AtomicInteger counter = new AtomicInteger();
    private final String run = UUID.randomUUID().toString().substring(0, 6);
    private List<ApiUnderTest> apis = List.of();

    @BeforeAll
    void connect() {
        apis = Stream.concat(Stream.of(ApiUnderTest.theDouble()), ApiUnderTest.theRealOne().stream())
                .toList();
    }

    @AfterAll
    void disconnect() {
        apis.forEach(ApiUnderTest::close);
    }

    /** A statement about an API and a namespace that only this statement uses. */
    @FunctionalInterface
    interface Statement {

        void holds(ApiUnderTest api, String namespace);
    }

    void everywhere(Statement statement) {
        for (var api : apis) {
            var namespace = "contract-" + run + "-" + counter.incrementAndGet();
            var created = api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + namespace + "\"}}");
            assertThat(created.status()).isEqualTo(201);
            try {
                statement.holds(api, namespace);
            } finally {
                api.delete("/api/v1/namespaces/" + namespace, null);
            }
        }
    }

    void requireReal() {
        assumeTrue(apis.size() > 1, REASON);
    }

    /** Asks again until the answer is there or half a minute has passed; a real server's controllers need a moment. */
    static Answer eventually(Supplier<Answer> question, int status) {
        var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        var answer = question.get();
        while (answer.status() != status && System.nanoTime() < end) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return answer;
            }
            answer = question.get();
        }
        return answer;
    }

    static String core(String namespace, String plural) {
        return "/api/v1/namespaces/" + namespace + "/" + plural;
    }

    static String apps(String namespace, String plural) {
        return "/apis/apps/v1/namespaces/" + namespace + "/" + plural;
    }

    static String configMap(String name, String rest) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name + "\"}" + rest + "}";
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    static JsonNode fields(Answer answer, String manager) {
        for (var entry : answer.at("/metadata/managedFields")) {
            if (entry.path("manager").asString("").equals(manager)) {
                return entry.path("fieldsV1");
            }
        }
        return JSON.missingNode();
    }
}
