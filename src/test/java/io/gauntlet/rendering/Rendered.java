package io.gauntlet.rendering;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A rendered set to ask questions of. */
record Rendered(ManifestSet set) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Rendered of(MonitoringConfig config) {
        return new Rendered(new ManifestRenderer().render(config));
    }

    Optional<JsonNode> find(String kind, String name) {
        return set.manifests().stream()
                .filter(manifest -> manifest.ref().type().kind().equals(kind)
                        && manifest.ref().name().equals(name))
                .findFirst()
                .map(Rendered::tree);
    }

    JsonNode get(String kind, String name) {
        return find(kind, name).orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    List<JsonNode> all(String kind) {
        return set.manifests().stream()
                .filter(manifest -> manifest.ref().type().kind().equals(kind))
                .map(Rendered::tree)
                .toList();
    }

    static JsonNode tree(Manifest manifest) {
        return JSON.readTree(manifest.json());
    }

    JsonNode podSpec(String kind, String name) {
        return get(kind, name).at("/spec/template/spec");
    }

    List<String> args(String kind, String name, String container) {
        for (var candidate : podSpec(kind, name).get("containers")) {
            if (candidate.get("name").asString().equals(container)) {
                return strings(candidate.get("args"));
            }
        }
        throw new AssertionError("no container " + container);
    }

    String text(String configMap, String key) {
        return get("ConfigMap", configMap).get("data").get(key).asString();
    }

    List<String> codes() {
        return set.notices().stream().map(ManifestSet.Notice::code).toList();
    }

    boolean blocked() {
        return set.notices().stream().anyMatch(notice -> notice.severity() == ManifestSet.Severity.BLOCKING);
    }

    static List<String> strings(JsonNode list) {
        var strings = new ArrayList<String>();
        list.forEach(item -> strings.add(item.asString()));
        return strings;
    }
}
