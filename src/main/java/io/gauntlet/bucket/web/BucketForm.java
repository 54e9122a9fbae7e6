package io.gauntlet.bucket.web;

import io.gauntlet.bucket.Bucket;
import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the bucket form. Secrets stay empty unless a person types them; an empty one keeps what is stored.
 *
 * @param more further settings of the provider as YAML
 */
record BucketForm(
        @Nullable String name,
        @Nullable String type,
        @Nullable String endpoint,
        @Nullable String bucket,
        @Nullable String region,
        @Nullable String accessKey,
        @Nullable String secretKey,
        @Nullable Boolean insecure,
        @Nullable String lookup,
        @Nullable String directory,
        @Nullable String more,
        @Nullable String prefix,
        @Nullable String raw,
        @Nullable String fiveMinutes,
        @Nullable String oneHour) {

    private static final Set<String> OWN_FIELDS =
            Set.of("endpoint", "bucket", "region", "access_key", "insecure", "bucket_lookup_type", "directory");

    private static final Map<String, String> FIELDS_OF_SETTINGS = Map.of(
            "settings.endpoint", "endpoint",
            "settings.bucket", "bucket",
            "settings.region", "region",
            "settings.access_key", "accessKey",
            "secrets.secret_key", "secretKey",
            "settings.bucket_lookup_type", "lookup",
            "settings.directory", "directory",
            "retention.raw", "raw",
            "retention.fiveMinutes", "fiveMinutes",
            "retention.oneHour", "oneHour");

    /** Problems with the names that the fields have in the form. */
    static List<FieldProblem> named(List<FieldProblem> problems) {
        return problems.stream()
                .map(problem -> new FieldProblem(
                        FIELDS_OF_SETTINGS.getOrDefault(
                                problem.field(), problem.field().startsWith("settings.") ? "more" : problem.field()),
                        problem.reason(),
                        problem.fix()))
                .toList();
    }

    static BucketForm empty() {
        return new BucketForm("", "S3", "", "", "", "", "", false, "auto", "", "", "", "0s", "0s", "0s");
    }

    static BucketForm of(Bucket bucket) {
        var settings = bucket.settings();
        var more = new TreeMap<>(settings);
        more.keySet().removeAll(OWN_FIELDS);
        return new BucketForm(
                bucket.name().value(),
                bucket.type(),
                text(settings, "endpoint"),
                text(settings, "bucket"),
                text(settings, "region"),
                text(settings, "access_key"),
                "",
                Boolean.TRUE.equals(settings.get("insecure")),
                text(settings, "bucket_lookup_type"),
                text(settings, "directory"),
                MoreSettings.write(more),
                bucket.prefix(),
                bucket.retention().raw().toString(),
                bucket.retention().fiveMinutes().toString(),
                bucket.retention().oneHour().toString());
    }

    /** The form as it is shown again after a refusal: everything but the secret. */
    BucketForm withoutSecret() {
        return new BucketForm(
                name,
                type,
                endpoint,
                bucket,
                region,
                accessKey,
                "",
                insecure,
                lookup,
                directory,
                more,
                prefix,
                raw,
                fiveMinutes,
                oneHour);
    }

    Map<String, Object> settings() {
        var settings = new HashMap<String, Object>();
        if (more != null && !more.isBlank()) {
            settings.putAll(BoundedYaml.loadMap("more", more));
        }
        if ("FILESYSTEM".equals(type)) {
            put(settings, "directory", directory);
            return settings;
        }
        put(settings, "endpoint", endpoint);
        put(settings, "bucket", bucket);
        put(settings, "region", region);
        put(settings, "access_key", accessKey);
        put(settings, "bucket_lookup_type", lookup);
        // A box that is not ticked is not sent at all.
        if (Boolean.TRUE.equals(insecure)) {
            settings.put("insecure", true);
        }
        return settings;
    }

    Map<String, Secret> secrets() {
        return secretKey == null || secretKey.isBlank() ? Map.of() : Map.of("secret_key", Secret.of(secretKey));
    }

    BucketView.RetentionView retention() {
        return new BucketView.RetentionView(raw, fiveMinutes, oneHour);
    }

    String nameOrEmpty() {
        return Objects.requireNonNullElse(name, "").strip();
    }

    private static void put(Map<String, Object> settings, String key, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            settings.put(key, value.strip());
        }
    }

    private static String text(Map<String, Object> settings, String key) {
        return settings.get(key) instanceof String text ? text : "";
    }

    /** Nothing that may be secret: arguments are logged at TRACE. */
    @Override
    public String toString() {
        return "BucketForm[" + name + "]";
    }
}
