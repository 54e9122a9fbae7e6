package io.gauntlet.delivery;

import io.gauntlet.kernel.Digest;
import io.gauntlet.rendering.Manifest;
import io.gauntlet.rendering.ManifestSet;
import io.gauntlet.rendering.Phase;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A cluster and what it should run, as one line of text that one process tells another. */
record StackLine(String id, String name, String url, String token, String digest, List<Line> objects) {

    /** One rendered object. */
    record Line(String ref, String phase, String component, String json) {}

    static StackLine of(String id, String name, String url, String token, ManifestSet set) {
        var objects = set.manifests().stream()
                .map(manifest -> new Line(
                        Refs.encode(manifest.ref()),
                        manifest.phase().name(),
                        manifest.component(),
                        new String(manifest.json(), StandardCharsets.UTF_8)))
                .toList();
        return new StackLine(id, name, url, token, set.digest().hex(), objects);
    }

    ManifestSet set() {
        return new ManifestSet(objects.stream().map(StackLine::manifest).toList(), List.of(), new Digest(digest));
    }

    private static Manifest manifest(Line line) {
        var bytes = line.json().getBytes(StandardCharsets.UTF_8);
        return new Manifest(
                Refs.decode(line.ref()), Phase.valueOf(line.phase()), line.component(), bytes, Digest.of(bytes));
    }

    String text() {
        return Json.write(this);
    }

    static StackLine parse(String text) {
        return Json.value(text, StackLine.class);
    }
}
