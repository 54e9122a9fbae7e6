package io.gauntlet.sandbox.workload;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the ConfigMaps and Secrets that a pod mounts into files. */
final class Volumes {

    /** A source that has to be there and is not. */
    static final class Missing extends Exception {

        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** The files of all volumes of a pod by volume name, and which versions of which objects they come from. */
    record Content(Map<String, Map<String, String>> files, String versions) {}

    private static final int KEPT = 64;

    private final Cluster cluster;
    private final Map<String, Map<String, String>> decoded = new HashMap<>();

    Volumes(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Collects what the pod mounts. */
    Content collect(JsonNode pod) throws Missing {
        var files = new LinkedHashMap<String, Map<String, String>>();
        var versions = new StringBuilder();
        for (var volume : Tree.at(pod, "spec", "volumes")) {
            var name = Tree.text(volume, "name");
            try {
                files.put(name, volume(Tree.namespace(pod), volume, versions));
            } catch (Missing missing) {
                throw new Missing("MountVolume.SetUp failed for volume \"" + name + "\" : " + missing.reason());
            }
        }
        return new Content(files, versions.toString());
    }

    private Map<String, String> volume(String namespace, JsonNode volume, StringBuilder versions) throws Missing {
        if (volume.has("configMap")) {
            return source("ConfigMap", namespace, volume.path("configMap"), versions);
        }
        if (volume.has("secret")) {
            return source("Secret", namespace, volume.path("secret"), versions);
        }
        var files = new TreeMap<String, String>();
        for (var source : Tree.at(volume, "projected", "sources")) {
            if (source.has("configMap")) {
                files.putAll(source("ConfigMap", namespace, source.path("configMap"), versions));
            } else if (source.has("secret")) {
                files.putAll(source("Secret", namespace, source.path("secret"), versions));
            }
        }
        return files;
    }

    private Map<String, String> source(String kind, String namespace, JsonNode source, StringBuilder versions)
            throws Missing {
        var name = source.has("secretName") ? Tree.text(source, "secretName") : Tree.text(source, "name");
        var object = cluster.find(kind, namespace, name);
        var optional = source.path("optional").asBoolean(false);
        if (object.isEmpty()) {
            if (optional) {
                versions.append(name).append("@none ");
                return Map.of();
            }
            throw new Missing(kind.toLowerCase(java.util.Locale.ROOT) + " \"" + name + "\" not found");
        }
        versions.append(name)
                .append('@')
                .append(Tree.text(object.get(), "metadata", "resourceVersion"))
                .append(' ');
        var all = content(object.get());
        if (source.path("items").isEmpty()) {
            return all;
        }
        var chosen = new TreeMap<String, String>();
        for (var item : source.path("items")) {
            var text = all.get(Tree.text(item, "key"));
            if (text == null && !optional) {
                throw new Missing("references non-existent " + kind.toLowerCase(java.util.Locale.ROOT) + " key: "
                        + Tree.text(item, "key"));
            }
            if (text != null) {
                chosen.put(Tree.text(item, "path"), text);
            }
        }
        return chosen;
    }

    /** The texts of a ConfigMap or Secret by key. */
    Map<String, String> content(JsonNode object) {
        var key = Tree.uid(object) + "@" + Tree.text(object, "metadata", "resourceVersion");
        if (decoded.size() > KEPT) {
            decoded.clear();
        }
        return decoded.computeIfAbsent(key, _ -> {
            var texts = Tree.texts(object, "data");
            if (Tree.kind(object).equals("Secret")) {
                texts.replaceAll((_, value) -> decode(value));
                texts.putAll(Tree.texts(object, "stringData"));
            }
            return texts;
        });
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    /**
     * The files that one container sees.
     *
     * @param before what it saw so far: mounts with a subPath never change
     */
    static FileTree tree(JsonNode container, Content content, @Nullable FileTree before) {
        var files = new TreeMap<String, String>();
        for (var mount : container.path("volumeMounts")) {
            var path = Tree.text(mount, "mountPath").replaceAll("/+$", "");
            var subPath = Tree.text(mount, "subPath") + Tree.text(mount, "subPathExpr");
            if (!subPath.isEmpty() && before != null) {
                before.files().forEach((file, text) -> {
                    if (file.equals(path) || file.startsWith(path + "/")) {
                        files.put(file, text);
                    }
                });
                continue;
            }
            content.files().getOrDefault(Tree.text(mount, "name"), Map.of()).forEach((file, text) -> {
                if (subPath.isEmpty()) {
                    files.put(path + "/" + file, text);
                } else if (file.equals(subPath)) {
                    files.put(path, text);
                } else if (file.startsWith(subPath + "/")) {
                    files.put(path + file.substring(subPath.length()), text);
                }
            });
        }
        return new FileTree(files);
    }

    /** One entry of a ConfigMap or Secret for an environment variable. */
    Optional<String> entry(String kind, ObjectNode pod, JsonNode reference) throws Missing {
        var name = Tree.text(reference, "name");
        var key = Tree.text(reference, "key");
        var object = cluster.find(kind, Tree.namespace(pod), name);
        var text = object.map(this::content).map(content -> content.get(key));
        if (text.isEmpty() && !reference.path("optional").asBoolean(false)) {
            throw new Missing(
                    object.isEmpty()
                            ? kind.toLowerCase(java.util.Locale.ROOT) + " \"" + name + "\" not found"
                            : "couldn't find key " + key + " in " + kind + " " + Tree.namespace(pod) + "/" + name);
        }
        return text;
    }
}
