package io.gauntlet.sandbox.endpoint;

import io.gauntlet.kernel.Digest;
import io.gauntlet.sandbox.workload.Component.Kind;
import io.gauntlet.sandbox.workload.LiveCluster;
import io.gauntlet.sandbox.workload.Program;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The blocks in the bucket of a stack, as if its replicas had uploaded for three days: every moment lies in exactly one
 * raw block of each stream, old ones compacted and downsampled.
 */
final class Blocks {

    /** One block; {@code resolution} is 0 for raw data. */
    record Block(SortedMap<String, String> labels, long minTime, long maxTime, int level, long resolution) {

        String ulid() {
            return ulidOf(
                    maxTime,
                    Digest.of(labels + " " + minTime + " " + resolution).hex());
        }
    }

    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long HISTORY = 72 * HOUR;
    private static final long[] SIZES = {48 * HOUR, 8 * HOUR, 2 * HOUR};
    private static final long[] SETTLED = {60 * HOUR, 10 * HOUR, HOUR};

    private final LiveCluster cluster;

    Blocks(LiveCluster cluster) {
        this.cluster = cluster;
    }

    /** The blocks that the sidecars of a namespace have uploaded. */
    List<Block> of(String namespace) {
        var found = new ArrayList<Block>();
        for (var pod : cluster.pods()) {
            var uploads = pod.running(Kind.SIDECAR)
                    .filter(sidecar -> hasBucket(sidecar.program()))
                    .isPresent();
            var prometheus = pod.running(Kind.PROMETHEUS);
            if (pod.namespace().equals(namespace) && uploads && prometheus.isPresent()) {
                stream(prometheus.get().program(), found);
            }
        }
        return found;
    }

    static boolean hasBucket(Program program) {
        return program.flags().last("objstore.config-file").isPresent()
                || program.flags().last("objstore.config").isPresent();
    }

    private void stream(Program prometheus, List<Block> found) {
        var labels = prometheus.externalLabels();
        var now = cluster.now().toEpochMilli();
        var at = Math.floorDiv(prometheus.startedAt().toEpochMilli() - HISTORY, SIZES[0]) * SIZES[0];
        while (true) {
            var size = 0;
            while (size < SIZES.length && (at % SIZES[size] != 0 || at + SIZES[size] + SETTLED[size] > now)) {
                size++;
            }
            if (size == SIZES.length) {
                return;
            }
            var level = 3 - size;
            found.add(new Block(labels, at, at + SIZES[size], level, 0));
            if (size == 0) {
                found.add(new Block(labels, at, at + SIZES[size], level, 300_000));
            }
            at += SIZES[size];
        }
    }

    /** The block list as compactor and store gateway serve it. */
    ObjectNode toJson(String namespace) {
        var data = Answer.object();
        var list = data.putArray("blocks");
        of(namespace).forEach(block -> add(list, block));
        data.putNull("err");
        data.put("label", "");
        data.put("refreshedAt", cluster.now().toString());
        return data;
    }

    private static void add(ArrayNode list, Block block) {
        var hours = (block.maxTime() - block.minTime()) / HOUR;
        var samples = hours * 120 * 4742 / (block.resolution() > 0 ? 10 : 1);
        var meta = list.addObject();
        meta.put("version", 1);
        meta.put("ulid", block.ulid());
        meta.put("minTime", block.minTime());
        meta.put("maxTime", block.maxTime());
        meta.putObject("stats")
                .put("numSamples", samples)
                .put("numSeries", 4742)
                .put("numChunks", samples / 120);
        var compaction = meta.putObject("compaction");
        compaction.put("level", block.level());
        var sources = compaction.putArray("sources");
        for (var at = block.minTime(); at < block.maxTime(); at += SIZES[2]) {
            sources.add(new Block(block.labels(), at, at + SIZES[2], 1, 0).ulid());
        }
        var thanos = meta.putObject("thanos");
        var labels = thanos.putObject("labels");
        block.labels().forEach(labels::put);
        thanos.putObject("downsample").put("resolution", block.resolution());
        thanos.put("source", block.level() == 1 ? "sidecar" : "compactor");
        var files = thanos.putArray("files");
        files.addObject().put("rel_path", "chunks/000001").put("size_bytes", samples * 2);
        files.addObject().put("rel_path", "index").put("size_bytes", samples / 10);
        files.addObject().put("rel_path", "meta.json");
        thanos.putObject("index_stats");
        thanos.put(
                "upload_time", Instant.ofEpochMilli(block.maxTime() + HOUR / 2).toString());
    }

    static String ulidOf(long millis, String hex) {
        var text = new StringBuilder();
        for (var shift = 45; shift >= 0; shift -= 5) {
            text.append(CROCKFORD.charAt((int) (millis >>> shift) & 31));
        }
        for (var i = 0; i < 16; i++) {
            text.append(CROCKFORD.charAt(Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16) & 31));
        }
        return text.toString();
    }

    /** The label sets of the blocks, each once. */
    List<Map<String, String>> labelSets(String namespace) {
        return of(namespace).stream()
                .<Map<String, String>>map(Block::labels)
                .distinct()
                .toList();
    }
}
