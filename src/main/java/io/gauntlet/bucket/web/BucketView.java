package io.gauntlet.bucket.web;

import io.gauntlet.bucket.Bucket;
import io.gauntlet.bucket.Retention;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.PromDuration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A bucket in answers.
 *
 * @param secrets the end of each stored secret, never more
 */
record BucketView(
        String name,
        String type,
        String identity,
        Map<String, Object> settings,
        Map<String, String> secrets,
        String prefix,
        RetentionView retention,
        @Nullable String compactor,
        @Nullable String pendingCompactor,
        Instant createdAt,
        int version) {

    /** Prometheus durations; {@code 0s} means for ever. */
    record RetentionView(
            @Nullable String raw,
            @Nullable String fiveMinutes,
            @Nullable String oneHour) {

        static RetentionView of(Retention retention) {
            return new RetentionView(
                    retention.raw().toString(),
                    retention.fiveMinutes().toString(),
                    retention.oneHour().toString());
        }

        Retention toRetention() {
            return new Retention(
                    duration("retention.raw", raw),
                    duration("retention.fiveMinutes", fiveMinutes),
                    duration("retention.oneHour", oneHour));
        }

        private static PromDuration duration(String field, @Nullable String text) {
            return text == null || text.isBlank() ? new PromDuration(0) : PromDuration.parse(field, text.strip());
        }
    }

    /** Where the blocks lie, for people: an address or a directory, with the prefix. */
    public String where() {
        var root = settings.containsKey("endpoint")
                ? settings.get("endpoint") + "/" + settings.get("bucket")
                : String.valueOf(settings.get("directory"));
        return prefix.isEmpty() ? root : root + "/" + prefix;
    }

    static BucketView of(Bucket bucket, Function<ClusterId, String> names) {
        return new BucketView(
                bucket.name().value(),
                bucket.type(),
                bucket.identity(),
                bucket.settings(),
                bucket.secretHints(),
                bucket.prefix(),
                RetentionView.of(bucket.retention()),
                bucket.compactor().map(names).orElse(null),
                bucket.pendingCompactor().map(names).orElse(null),
                bucket.createdAt(),
                bucket.version());
    }
}
