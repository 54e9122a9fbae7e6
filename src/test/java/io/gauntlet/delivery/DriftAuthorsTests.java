package io.gauntlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Managed fields tell who changed a field; what they say wrongly is survived. */
class DriftAuthorsTests {

    private static JsonNode live(String entries) {
        var json = """
                {"metadata":{"managedFields":[%s]},"spec":{"replicas":5,"containers":[
                  {"name":"a","image":"x"},{"name":"b","image":"y"}]}}""".formatted(entries);
        return Json.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String entry(String manager, String operation, String time, String fields, String subresource) {
        return """
                {"manager":"%s","operation":"%s","time":"%s","fieldsV1":%s,"subresource":"%s"}""".formatted(manager, operation, time, fields, subresource);
    }

    @Test
    void theOwnerOfTheFieldIsTheAuthorAndNotWhoeverWroteLast() {
        var live = live(entry(
                        "kubectl-edit",
                        "Update",
                        "2026-11-24T10:00:00Z",
                        "{\"f:spec\":{\"f:containers\":{\"k:{\\\"name\\\":\\\"b\\\"}\":{\"f:image\":{}}}}}",
                        "")
                + "," + entry("other", "Update", "2026-11-24T11:00:00Z", "{\"f:metadata\":{}}", "")
                + "," + entry("gauntlet", "Apply", "2026-11-24T12:00:00Z", "{\"f:spec\":{}}", ""));
        var author = DriftAuthors.of(live, List.of("/spec/containers/1/image"));
        assertThat(author.manager()).isEqualTo("kubectl-edit");
        assertThat(author.operation()).isEqualTo("Update");
        assertThat(author.time()).contains(Instant.parse("2026-11-24T10:00:00Z"));
    }

    @Test
    void whereNobodyOwnsTheFieldTheLastWriterIsNamed() {
        var live = live(entry("old", "Update", "2026-11-24T10:00:00Z", "{}", "") + ","
                + entry("new", "Update", "2026-11-24T11:00:00Z", "{}", "") + ","
                + entry("kubelet", "Update", "2026-11-24T12:00:00Z", "{}", "status"));
        assertThat(DriftAuthors.of(live, List.of("/spec/replicas")).manager()).isEqualTo("new");
    }

    @Test
    void anAutoscalerThatOwnsReplicasIsKnownByTheSubresource() {
        var fields = "{\"f:spec\":{\"f:replicas\":{}}}";
        assertThat(DriftAuthors.autoscaled(
                        live(entry("kube-controller-manager", "Update", "2026-11-24T10:00:00Z", fields, "scale")),
                        "/spec/replicas"))
                .isTrue();
        assertThat(DriftAuthors.autoscaled(
                        live(entry("kubectl", "Update", "2026-11-24T10:00:00Z", fields, "scale")), "/spec/replicas"))
                .isFalse();
        assertThat(DriftAuthors.autoscaled(
                        live(entry("kube-controller-manager", "Update", "2026-11-24T10:00:00Z", fields, "")),
                        "/spec/replicas"))
                .isFalse();
    }

    @Test
    void nonsenseIsSurvived() {
        var live =
                live(entry("x\\u0000\\n" + "y".repeat(500), "Nonsense", "yesterday", "{\"k:{{{\":1,\"f:spec\":7}", "")
                        + ",7,null,[]");
        var author = DriftAuthors.of(live, List.of("/spec/containers/9/image", "/spec/containers/x", "/spec/replicas"));
        assertThat(author.manager()).startsWith("x??y").hasSize(128);
        assertThat(author.operation()).isEqualTo("Update");
        assertThat(author.time()).isEmpty();
        assertThat(DriftAuthors.of(Json.read("{}".getBytes(StandardCharsets.UTF_8)), List.of("/a"))
                        .manager())
                .isEmpty();
    }
}
