package io.gauntlet.adoption;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What of a pod template matters to tell what runs there and which files it sees. Read from untrusted content: anything that
 * is not there, or not of its kind, is left out.
 */
record PodShape(List<Container> containers, Map<String, List<Source>> volumes) {

    private static final int MAX_CONTAINERS = 40;
    private static final int MAX_WORDS = 400;
    private static final int MAX_WORD = 32 * 1024;
    private static final int MAX_VOLUMES = 100;

    /**
     * @param words command and arguments
     * @param env   variables that come from a key of a Secret
     */
    record Container(String name, String image, List<String> words, Map<String, SecretKey> env, List<Mount> mounts) {

        /** The value of a flag in either form; the last one wins. */
        Optional<String> flag(String name) {
            var values = flags(name);
            return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
        }

        /** Every value of a flag. */
        List<String> flags(String name) {
            var found = new ArrayList<String>();
            for (var i = 0; i < words.size(); i++) {
                var word = words.get(i);
                if (word.startsWith("--" + name + "=")) {
                    found.add(unquoted(word.substring(name.length() + 3)));
                } else if (word.equals("--" + name)
                        && i + 1 < words.size()
                        && !words.get(i + 1).startsWith("--")) {
                    found.add(unquoted(words.get(i + 1)));
                }
            }
            return found;
        }

        private static String unquoted(String text) {
            return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                    ? text.substring(1, text.length() - 1)
                    : text;
        }
    }

    /** A key of a Secret. */
    record SecretKey(String secret, String key) {}

    /** @param subPath the one file that is mounted; empty for the whole volume */
    record Mount(String volume, String path, String subPath) {}

    /**
     * A ConfigMap or Secret in a volume.
     *
     * @param items file by key; empty means every key is a file of the same name
     */
    record Source(boolean secret, String name, Map<String, String> items) {}

    /** @param spec of pods */
    static PodShape of(JsonNode spec) {
        var containers = new ArrayList<Container>();
        for (var container : spec.path("containers").values()) {
            if (containers.size() < MAX_CONTAINERS) {
                containers.add(container(container));
            }
        }
        var volumes = new HashMap<String, List<Source>>();
        for (var volume : spec.path("volumes").values()) {
            if (volumes.size() < MAX_VOLUMES) {
                volumes.put(volume.path("name").asString(""), sources(volume));
            }
        }
        return new PodShape(containers, volumes);
    }

    private static Container container(JsonNode container) {
        var words = new ArrayList<String>();
        for (var key : List.of("command", "args")) {
            for (var word : container.path(key).values()) {
                var text = word.asString("");
                if (words.size() < MAX_WORDS && text.length() <= MAX_WORD) {
                    words.add(text.strip());
                }
            }
        }
        var env = new HashMap<String, SecretKey>();
        for (var variable : container.path("env").values()) {
            var reference = variable.path("valueFrom").path("secretKeyRef");
            if (env.size() < MAX_WORDS && reference.isObject()) {
                env.put(
                        variable.path("name").asString(""),
                        new SecretKey(
                                reference.path("name").asString(""),
                                reference.path("key").asString("")));
            }
        }
        var mounts = container
                .path("volumeMounts")
                .valueStream()
                .limit(MAX_VOLUMES)
                .map(mount -> new Mount(
                        mount.path("name").asString(""),
                        mount.path("mountPath").asString(""),
                        mount.path("subPath").asString("")))
                .toList();
        return new Container(
                container.path("name").asString(""), container.path("image").asString(""), words, env, mounts);
    }

    private static List<Source> sources(JsonNode volume) {
        var result = new ArrayList<Source>();
        source(volume, result);
        volume.path("projected")
                .path("sources")
                .valueStream()
                .limit(MAX_VOLUMES)
                .forEach(part -> source(part, result));
        return result;
    }

    private static void source(JsonNode holder, List<Source> into) {
        var map = holder.path("configMap");
        if (map.isObject()) {
            into.add(new Source(false, map.path("name").asString(""), items(map)));
        }
        var secret = holder.path("secret");
        if (secret.isObject()) {
            var name = secret.path("secretName").asString(secret.path("name").asString(""));
            into.add(new Source(true, name, items(secret)));
        }
    }

    private static Map<String, String> items(JsonNode source) {
        var result = new HashMap<String, String>();
        source.path("items")
                .valueStream()
                .limit(MAX_WORDS)
                .forEach(item -> result.put(
                        item.path("key").asString(""), item.path("path").asString("")));
        return result;
    }
}
