package io.gauntlet.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Lists with selectors and pages, and watches. */
class ListsContractTests extends ContractSuite {

    private static final String METADATA_LIST =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
    private static final String METADATA =
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    private static void fill(ApiUnderTest api, String namespace) {
        for (var i = 0; i < 5; i++) {
            var labels = "\"labels\":{\"g\":\"x\",\"n\":\"" + i + "\"}";
            api.post(core(namespace, "configmaps"), configMap("l" + i, "").replace("\"name\"", labels + ",\"name\""));
        }
    }

    private static List<String> names(JsonNode list) {
        return list.path("items")
                .valueStream()
                .map(item -> item.at("/metadata/name").asString(""))
                .toList();
    }

    @Test
    void labelSelectors() {
        everywhere((api, namespace) -> {
            fill(api, namespace);
            var path = core(namespace, "configmaps?labelSelector=");
            assertThat(names(api.get(path + "n%3D1").body())).containsExactly("l1");
            assertThat(names(api.get(path + "g,n!%3D1").body())).containsExactly("l0", "l2", "l3", "l4");
            assertThat(names(api.get(path + "n+in+(1,3)").body())).containsExactly("l1", "l3");
            assertThat(names(api.get(path + "g%3Dx,n+notin+(1,2)").body())).containsExactly("l0", "l3", "l4");
            assertThat(names(api.get(path + "!n").body())).doesNotContain("l0");
            var broken = api.get(path + "n+nota+(1)");
            assertThat(broken.status()).isEqualTo(400);
            assertThat(broken.text("/message"))
                    .startsWith("unable to parse requirement: found 'nota', expected: in, notin");
        });
    }

    @Test
    void fieldSelectors() {
        everywhere((api, namespace) -> {
            fill(api, namespace);
            assertThat(names(api.get(core(namespace, "configmaps?fieldSelector=metadata.name%3Dl2"))
                            .body()))
                    .containsExactly("l2");
            assertThat(names(api.get("/api/v1/configmaps?labelSelector=g%3Dx&fieldSelector=metadata.namespace%3D"
                                    + namespace)
                            .body()))
                    .hasSize(5);
            assertThat(names(api.get(core(namespace, "pods?fieldSelector=status.phase%3DRunning"))
                            .body()))
                    .isEmpty();
            assertThat(api.get(core(namespace, "configmaps?fieldSelector=data%3Da"))
                            .status())
                    .isEqualTo(400);
        });
    }

    @Test
    void pagesShowOneState() {
        everywhere((api, namespace) -> {
            fill(api, namespace);
            var path = core(namespace, "configmaps?limit=2&labelSelector=g%3Dx");
            var first = api.get(path);
            assertThat(names(first.body())).containsExactly("l0", "l1");
            assertThat(first.text("/kind")).isEqualTo("ConfigMapList");
            assertThat(first.at("/items/0").has("kind")).isFalse();
            api.delete(core(namespace, "configmaps/l3"), null);
            var second = api.get(path + "&continue=" + first.text("/metadata/continue"));
            assertThat(names(second.body())).containsExactly("l2", "l3");
            assertThat(second.text("/metadata/resourceVersion")).isEqualTo(first.text("/metadata/resourceVersion"));
            var third = api.get(path + "&continue=" + second.text("/metadata/continue"));
            assertThat(names(third.body())).containsExactly("l4");
            assertThat(third.at("/metadata").has("continue")).isFalse();
            assertThat(api.get(path + "&continue=nonsense").status()).isEqualTo(400);
        });
    }

    @Test
    void watchTellsWhatChangedSinceAVersion() {
        everywhere((api, namespace) -> {
            fill(api, namespace);
            var version = api.get(core(namespace, "configmaps")).text("/metadata/resourceVersion");
            api.apply(core(namespace, "configmaps/new"), "m", configMap("new", ""));
            api.apply(core(namespace, "configmaps/new"), "m", configMap("new", ",\"data\":{\"a\":\"1\"}"));
            api.delete(core(namespace, "configmaps/new"), null);
            var events = api.get(core(namespace, "configmaps?watch=true&timeoutSeconds=1&resourceVersion=" + version));
            assertThat(types(events.response().body())).containsExactly("ADDED new", "MODIFIED new", "DELETED new");
        });
    }

    @Test
    void watchFollowsItsSelector() {
        everywhere((api, namespace) -> {
            fill(api, namespace);
            var version = api.get(core(namespace, "configmaps")).text("/metadata/resourceVersion");
            api.merge(core(namespace, "configmaps/l1"), "{\"metadata\":{\"labels\":{\"g\":\"y\"}}}");
            api.merge(core(namespace, "configmaps/l2"), "{\"data\":{\"a\":\"1\"}}");
            var path = core(
                    namespace, "configmaps?watch=true&timeoutSeconds=1&labelSelector=g%3Dx&resourceVersion=" + version);
            assertThat(types(api.get(path).response().body())).containsExactly("DELETED l1", "MODIFIED l2");
        });
    }

    @Test
    void watchCanBeginWithWhatIsThereAndABookmark() {
        everywhere((api, namespace) -> {
            fill(api, namespace);
            var events = api.get(core(
                    namespace,
                    "configmaps?watch=true&timeoutSeconds=1&sendInitialEvents=true"
                            + "&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&labelSelector=g%3Dx"));
            var types = types(events.response().body());
            assertThat(types).startsWith("ADDED l0", "ADDED l1", "ADDED l2", "ADDED l3", "ADDED l4", "BOOKMARK ");
            assertThat(events.response().body()).contains("\"k8s.io/initial-events-end\":\"true\"");
        });
    }

    @Test
    void metadataAloneIsListedWithoutContent() {
        everywhere((api, namespace) -> {
            fill(api, namespace);
            api.merge(core(namespace, "configmaps/l1"), "{\"data\":{\"a\":\"long\"}}");
            var list = api.getAccepting(core(namespace, "configmaps?labelSelector=g%3Dx"), METADATA_LIST)
                    .body();
            assertThat(list.path("kind").asString("")).isEqualTo("PartialObjectMetadataList");
            assertThat(list.path("apiVersion").asString("")).isEqualTo("meta.k8s.io/v1");
            assertThat(names(list)).containsExactly("l0", "l1", "l2", "l3", "l4");
            var whole = api.get(core(namespace, "configmaps/l1"));
            var one = list.path("items").get(1);
            assertThat(one.has("data")).isFalse();
            assertThat(one.at("/metadata/uid").asString("")).isEqualTo(whole.text("/metadata/uid"));
            assertThat(one.at("/metadata/resourceVersion").asString(""))
                    .isEqualTo(whole.text("/metadata/resourceVersion"));
        });
    }

    @Test
    void metadataAloneIsWatchedWithoutContent() {
        everywhere((api, namespace) -> {
            fill(api, namespace);
            var version = api.get(core(namespace, "configmaps")).text("/metadata/resourceVersion");
            api.merge(core(namespace, "configmaps/l1"), "{\"data\":{\"a\":\"long\"}}");
            var path = core(namespace, "configmaps?watch=true&timeoutSeconds=1&resourceVersion=" + version);
            var lines = api.getAccepting(path, METADATA).response().body();
            assertThat(types(lines)).containsExactly("MODIFIED l1");
            assertThat(lines).contains("\"kind\":\"PartialObjectMetadata\"").doesNotContain("long");
        });
    }

    @Test
    void versionFromTheFutureIsTooLarge() {
        everywhere((api, namespace) -> {
            var answer = api.get(core(namespace, "configmaps?limit=1&resourceVersion=99999999999"));
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.text("/message"))
                    .startsWith("Timeout: Too large resource version: 99999999999, current:");
        });
    }

    private static List<String> types(String lines) {
        return Arrays.stream(lines.strip().split("\n", -1))
                .map(ContractSuite::json)
                .map(event -> event.path("type").asString("") + " "
                        + event.at("/object/metadata/name").asString(""))
                .toList();
    }
}
