package io.gauntlet.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.rendering.ManifestSet.Notice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares a rendered set with a directory that people can read: one YAML file per object, headed by the digest of its exact
 * bytes. {@code -Dgolden.update=true} writes the directory anew.
 */
final class GoldenFiles {

    private static final Path ROOT = Path.of("src/test/resources/golden");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private GoldenFiles() {}

    static void compare(String name, ManifestSet set) throws IOException {
        var directory = ROOT.resolve(name);
        var actual = files(set);
        if (Boolean.getBoolean("golden.update")) {
            write(directory, actual);
        }
        assertThat(read(directory).keySet()).isEqualTo(actual.keySet());
        read(directory)
                .forEach((file, text) -> assertThat(actual.get(file)).as(file).isEqualTo(text));
    }

    private static Map<String, String> files(ManifestSet set) {
        var files = new TreeMap<String, String>();
        var index = new ArrayList<String>();
        for (var manifest : set.manifests()) {
            var ref = manifest.ref();
            var file = ref.type().kind() + "-" + ref.name() + ".yaml";
            index.add(manifest.phase() + " " + ref + " " + manifest.digest());
            files.put(file, "# sha256 " + manifest.digest() + "\n" + YamlText.write(tree(manifest)));
        }
        files.put("set.txt", String.join("\n", index) + "\n" + set.digest() + "\n");
        files.put(
                "notices.txt",
                String.join("\n", set.notices().stream().map(GoldenFiles::line).toList()) + "\n");
        return files;
    }

    private static String line(Notice notice) {
        return notice.severity() + " " + notice.code() + " " + notice.arguments();
    }

    /** The object as it was written; what a Secret holds is shown decoded, because these are test values. */
    static Map<String, Object> tree(Manifest manifest) {
        @SuppressWarnings("unchecked")
        var tree = (Map<String, Object>) JSON.readValue(manifest.json(), Map.class);
        if (manifest.secret() && tree.get("data") instanceof Map<?, ?> data) {
            var decoded = new LinkedHashMap<String, Object>();
            data.forEach((key, value) -> decoded.put(
                    (String) key, new String(Base64.getDecoder().decode((String) value), StandardCharsets.UTF_8)));
            tree.put("data (decoded)", decoded);
            tree.remove("data");
        }
        return tree;
    }

    private static Map<String, String> read(Path directory) throws IOException {
        var files = new TreeMap<String, String>();
        if (!Files.isDirectory(directory)) {
            return files;
        }
        try (var list = Files.list(directory)) {
            for (var file : list.toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return files;
    }

    private static void write(Path directory, Map<String, String> files) throws IOException {
        Files.createDirectories(directory);
        for (var stale : List.copyOf(read(directory).keySet())) {
            if (!files.containsKey(stale)) {
                Files.delete(directory.resolve(stale));
            }
        }
        for (var file : files.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
    }
}
