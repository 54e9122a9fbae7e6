package io.gauntlet.adoption;

import io.gauntlet.adoption.PodShape.Container;
import io.gauntlet.adoption.PodShape.Mount;
import io.gauntlet.adoption.PodShape.SecretKey;
import io.gauntlet.adoption.PodShape.Source;
import io.gauntlet.rendering.Kinds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/** The files that containers see through mounted ConfigMaps and Secrets. */
final class ConfigFiles {

    private static final int MAX_FILE = 4 * 1024 * 1024;
    private static final int MAX_FILES = 2_000;

    private final ClusterReader reader;

    ConfigFiles(ClusterReader reader) {
        this.reader = reader;
    }

    /**
     * A file.
     *
     * @param path   where the container sees it
     * @param source the object and key that it comes from, for people
     * @param secret whether it comes from a Secret
     */
    record ConfigFile(
            String path, String source, String namespace, String object, String key, boolean secret, String text) {

        /** Without the text, which may be secret. */
        @Override
        public String toString() {
            return "ConfigFile[" + source + "]";
        }
    }

    /** Files from ConfigMaps, and from Secrets where asked for. */
    List<ConfigFile> of(String namespace, PodShape pod, Container container, boolean secrets) {
        var files = new ArrayList<ConfigFile>();
        for (var mount : container.mounts()) {
            for (var source : pod.volumes().getOrDefault(mount.volume(), List.of())) {
                if (!source.secret() || secrets) {
                    add(namespace, mount, source, files);
                }
            }
        }
        return files;
    }

    /** The file at a path. */
    Optional<ConfigFile> at(String namespace, PodShape pod, Container container, String path) {
        return of(namespace, pod, container, true).stream()
                .filter(file -> file.path().equals(path))
                .findFirst();
    }

    /** One value of a Secret. */
    Optional<ConfigFile> value(String namespace, SecretKey key) {
        var mount = new Mount("", "", "");
        var files = new ArrayList<ConfigFile>();
        add(namespace, mount, new Source(true, key.secret(), Map.of(key.key(), key.key())), files);
        return files.stream().findFirst();
    }

    private void add(String namespace, Mount mount, Source source, List<ConfigFile> into) {
        var type = source.secret() ? Kinds.SECRET : Kinds.CONFIG_MAP;
        var object = reader.get(type, namespace, source.name());
        if (object.isEmpty()) {
            return;
        }
        var label = type.kind() + " " + namespace + "/" + source.name();
        values(object.get().content(), source.secret()).forEach((key, text) -> {
            var file = source.items().isEmpty() ? key : source.items().getOrDefault(key, "");
            var visible = !file.isEmpty()
                    && (mount.subPath().isEmpty() || mount.subPath().equals(file));
            if (visible && into.size() < MAX_FILES) {
                var path = mount.subPath().isEmpty() ? join(mount.path(), file) : mount.path();
                into.add(new ConfigFile(
                        path,
                        Untrusted.line(label + ", key " + key),
                        namespace,
                        source.name(),
                        key,
                        source.secret(),
                        text));
            }
        });
    }

    private static String join(String directory, String file) {
        return directory.endsWith("/") ? directory + file : directory + "/" + file;
    }

    private static Map<String, String> values(JsonNode object, boolean secret) {
        var result = new LinkedHashMap<String, String>();
        object.path("data").properties().forEach(entry -> {
            var text = entry.getValue().asString("");
            if (secret) {
                decoded(entry.getKey(), text).ifPresent(value -> result.put(entry.getKey(), value));
            } else {
                result.put(entry.getKey(), text);
            }
        });
        return result;
    }

    private static Optional<String> decoded(String key, String base64) {
        try {
            var bytes = Base64.getDecoder().decode(base64);
            return Optional.of(new String(key.endsWith(".gz") ? unpacked(bytes) : bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | IOException broken) {
            return Optional.empty();
        }
    }

    /** What is larger than the limit is cut, and then no valid document any more. */
    private static byte[] unpacked(byte[] packed) throws IOException {
        try (var stream = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return stream.readNBytes(MAX_FILE);
        }
    }
}
