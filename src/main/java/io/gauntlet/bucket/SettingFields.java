package io.gauntlet.bucket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which keys the configuration of each provider has, and of what type (Thanos objstore 0.42). */
final class SettingFields {

    /** Type of a key. */
    sealed interface Type {

        record Text() implements Type {}

        record Flag() implements Type {}

        record WholeNumber(long min, long max) implements Type {}

        record GoDuration() implements Type {}

        record Choice(List<String> values) implements Type {}

        record TextMap() implements Type {}

        record SecretText() implements Type {}

        record Group(Map<String, Type> fields) implements Type {

            public Group {
                fields = new LinkedHashMap<>(fields);
            }
        }
    }

    private static final Type TEXT = new Type.Text();
    private static final Type FLAG = new Type.Flag();
    private static final Type DURATION = new Type.GoDuration();
    private static final Type SECRET = new Type.SecretText();
    private static final Type COUNT = new Type.WholeNumber(0, 100_000);

    private static final Type HTTP_CONFIG = new Type.Group(Map.ofEntries(
            Map.entry("idle_conn_timeout", DURATION),
            Map.entry("response_header_timeout", DURATION),
            Map.entry("insecure_skip_verify", FLAG),
            Map.entry("tls_handshake_timeout", DURATION),
            Map.entry("expect_continue_timeout", DURATION),
            Map.entry("max_idle_conns", COUNT),
            Map.entry("max_idle_conns_per_host", COUNT),
            Map.entry("max_conns_per_host", COUNT),
            Map.entry("disable_compression", FLAG),
            Map.entry(
                    "tls_config",
                    new Type.Group(Map.of(
                            "ca_file", TEXT,
                            "cert_file", TEXT,
                            "key_file", TEXT,
                            "server_name", TEXT,
                            "insecure_skip_verify", FLAG)))));

    private static final Map<String, Type> S3 = Map.ofEntries(
            Map.entry("bucket", TEXT),
            Map.entry("endpoint", TEXT),
            Map.entry("region", TEXT),
            Map.entry("disable_dualstack", FLAG),
            Map.entry("aws_sdk_auth", FLAG),
            Map.entry("access_key", TEXT),
            Map.entry("secret_key", SECRET),
            Map.entry("session_token", SECRET),
            Map.entry("insecure", FLAG),
            Map.entry("signature_version2", FLAG),
            Map.entry("put_user_metadata", new Type.TextMap()),
            Map.entry("http_config", HTTP_CONFIG),
            Map.entry("trace", new Type.Group(Map.of("enable", FLAG))),
            Map.entry("list_objects_version", new Type.Choice(List.of("", "v1", "v2"))),
            Map.entry("bucket_lookup_type", new Type.Choice(List.of("auto", "virtual-hosted", "path"))),
            Map.entry("send_content_md5", FLAG),
            Map.entry("disable_multipart", FLAG),
            Map.entry("part_size", new Type.WholeNumber(5L << 20, 5L << 30)),
            Map.entry(
                    "sse_config",
                    new Type.Group(Map.of(
                            "type",
                            new Type.Choice(List.of("SSE-S3", "SSE-KMS", "SSE-C")),
                            "kms_key_id",
                            TEXT,
                            "kms_encryption_context",
                            new Type.TextMap(),
                            "encryption_key",
                            TEXT))),
            Map.entry("sts_endpoint", TEXT),
            Map.entry("max_retries", COUNT));

    private static final Map<String, Type> FILESYSTEM = Map.of("directory", TEXT);

    private static final Map<String, Map<String, Type>> PROVIDERS = Map.of("S3", S3, "FILESYSTEM", FILESYSTEM);

    private SettingFields() {}

    static Map<String, Map<String, Type>> providers() {
        return PROVIDERS;
    }
}
