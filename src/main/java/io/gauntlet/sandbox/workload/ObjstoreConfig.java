package io.gauntlet.sandbox.workload;

import io.gauntlet.sandbox.promql.Broken;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** An object-store configuration, checked like Thanos checks it. */
public record ObjstoreConfig(String type, String bucket) {

    private static final Set<String> LENIENT = Set.of("COS", "ALIYUNOSS", "BOS", "OCI", "OBS", "SWIFT", "AZURE");
    private static final Map<String, Set<String>> STRICT = Map.of(
            "S3",
                    Set.of(
                            "bucket",
                            "endpoint",
                            "region",
                            "disable_dualstack",
                            "aws_sdk_auth",
                            "access_key",
                            "secret_key",
                            "session_token",
                            "insecure",
                            "signature_version2",
                            "put_user_metadata",
                            "http_config",
                            "trace",
                            "list_objects_version",
                            "bucket_lookup_type",
                            "send_content_md5",
                            "disable_multipart",
                            "part_size",
                            "sse_config",
                            "sts_endpoint",
                            "max_retries"),
            "GCS",
                    Set.of(
                            "bucket",
                            "service_account",
                            "use_grpc",
                            "grpc_conn_pool_size",
                            "http_config",
                            "chunk_size_bytes",
                            "max_retries"),
            "FILESYSTEM", Set.of("directory"));

    static ObjstoreConfig parse(String text) throws Broken {
        Yaml yaml;
        try {
            yaml = Yaml.parse(text);
            yaml.allow("client.BucketConfig", Set.of("type", "config", "prefix"));
        } catch (Broken broken) {
            throw new Broken("parsing config YAML file: " + broken.reason());
        }
        var type = yaml.text("type", "").toUpperCase(Locale.ROOT);
        var config = yaml.at("config");
        var keys = STRICT.get(type);
        if (keys == null && !LENIENT.contains(type)) {
            throw new Broken("bucket with type " + type + " is not supported");
        }
        try {
            if (keys != null) {
                config.allow(type.toLowerCase(Locale.ROOT) + ".Config", keys);
            }
            if (type.equals("S3")) {
                checkS3(config);
            }
            if (type.equals("GCS") && config.text("bucket", "").isEmpty()) {
                throw new Broken("missing Google Cloud Storage bucket name for stored blocks");
            }
            if (type.equals("FILESYSTEM") && config.text("directory", "").isEmpty()) {
                throw new Broken("missing directory for filesystem bucket");
            }
        } catch (Broken broken) {
            throw new Broken("create " + type + " client: " + broken.reason());
        }
        return new ObjstoreConfig(type, config.text("bucket", config.text("container", config.text("directory", ""))));
    }

    private static void checkS3(Yaml config) throws Broken {
        var endpoint = config.text("endpoint", "");
        if (endpoint.isEmpty()) {
            throw new Broken("no s3 endpoint in config file");
        }
        if (endpoint.contains("/")) {
            throw new Broken("Endpoint url cannot have fully qualified paths.");
        }
        var access = !config.text("access_key", "").isEmpty();
        var secret = !config.text("secret_key", "").isEmpty();
        if (secret && !access) {
            throw new Broken("no s3 access_key specified while secret_key is present in config file; "
                    + "either both should be present in config or envvars/IAM should be used.");
        }
        if (access && !secret) {
            throw new Broken("no s3 secret_key specified while access_key is present in config file; "
                    + "either both should be present in config or envvars/IAM should be used.");
        }
    }
}
