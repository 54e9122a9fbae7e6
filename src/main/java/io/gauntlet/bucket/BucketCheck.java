package io.gauntlet.bucket;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Thanos, or the storage, would refuse later is refused here. */
final class BucketCheck {

    private static final Pattern ENDPOINT = Pattern.compile(
            "(?<host>[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}])(:(?<port>\\d{1,5}))?");
    private static final Pattern S3_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9!_.*'()/=-]{0,512}");

    private final List<FieldProblem> problems = new ArrayList<>();

    private BucketCheck() {}

    /**
     * Checks settings together with the names of the secrets that belong to them.
     *
     * @throws DomainException.Invalid with everything that is wrong
     */
    static CheckedBucket check(String type, Map<String, ?> settings, Set<String> secrets, String prefix) {
        return new BucketCheck().run(type, settings, secrets, prefix);
    }

    /** Whether requests with the secrets would go to another address than before. */
    static boolean sameAddress(Map<String, ?> before, Map<String, ?> after) {
        return address(before, "endpoint").equals(address(after, "endpoint"))
                && address(before, "sts_endpoint").equals(address(after, "sts_endpoint"));
    }

    private static String address(Map<String, ?> settings, String key) {
        return settings.get(key) instanceof String text ? text.toLowerCase(Locale.ROOT) : "";
    }

    private CheckedBucket run(String type, Map<String, ?> given, Set<String> secrets, String prefix) {
        var provider = type.strip().toUpperCase(Locale.ROOT);
        var fields = SettingFields.providers().get(provider);
        if (fields == null) {
            throw DomainException.Invalid.of("type", "The provider is not supported.", "Use S3 or FILESYSTEM.");
        }
        var settings = new SettingReader(problems).read("settings", given, fields);
        for (var secret : secrets) {
            if (!(fields.get(secret) instanceof SettingFields.Type.SecretText)) {
                problem("secrets." + secret, "The provider has no such secret.", "Remove it.");
            }
        }
        var trimmed = trimSlashes(prefix.strip());
        if (!PREFIX.matcher(trimmed).matches() || Set.of(trimmed.split("/", -1)).contains("..")) {
            problem(
                    "prefix",
                    "The prefix has characters that object storage treats in different ways.",
                    "Use letters, digits and ! _ . * ' ( ) = - with / between parts.");
        }
        var identity = "FILESYSTEM".equals(provider) ? fileSystem(settings) : s3(settings, secrets);
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        return new CheckedBucket(provider, identity + trimmed, settings, trimmed);
    }

    private String fileSystem(Map<String, Object> settings) {
        var directory = text(settings, "directory");
        if (directory == null || !directory.startsWith("/") || directory.contains("..")) {
            problem(
                    "settings.directory",
                    "The directory is not an absolute path.",
                    "Write a path such as /var/thanos/bucket.");
            return "";
        }
        return "FILESYSTEM||" + trimSlashes(directory) + "|";
    }

    private String s3(Map<String, Object> settings, Set<String> secrets) {
        var bucket = text(settings, "bucket");
        if (bucket == null || !S3_NAME.matcher(bucket).matches()) {
            problem(
                    "settings.bucket",
                    bucket == null ? "The bucket has no name." : "It is not a name of a bucket.",
                    "Write the name of the bucket in the storage, 3 to 63 letters, digits, dots and hyphens.");
        }
        credentials(settings, secrets);
        encryption(settings);
        tls(settings);
        var endpoint = endpoint(settings, "endpoint");
        var sts = text(settings, "sts_endpoint");
        if (sts != null && sts.contains("@")) {
            problem("settings.sts_endpoint", "The address holds credentials.", "Remove them.");
        }
        return "S3|" + endpoint + "|" + bucket + "|";
    }

    private String endpoint(Map<String, Object> settings, String key) {
        var endpoint = text(settings, key);
        var field = "settings." + key;
        if (endpoint == null) {
            problem(field, "There is no endpoint.", "Write host or host:port, such as s3.eu-central-1.amazonaws.com.");
            return "";
        }
        var matcher = ENDPOINT.matcher(endpoint);
        if (!matcher.matches()) {
            problem(
                    field,
                    endpoint.contains("://") ? "The endpoint has a scheme." : "The endpoint is not host[:port].",
                    "Write host or host:port without scheme and path; for plain HTTP set insecure to true.");
            return "";
        }
        var plain = Boolean.TRUE.equals(settings.get("insecure"));
        var port = matcher.group("port") == null ? (plain ? 80 : 443) : Integer.parseInt(matcher.group("port"));
        if (port < 1 || port > 65_535) {
            problem(field, "The port is out of range.", "Use a port from 1 to 65535.");
        }
        return matcher.group("host").toLowerCase(Locale.ROOT) + ":" + port;
    }

    private void credentials(Map<String, Object> settings, Set<String> secrets) {
        var key = settings.containsKey("access_key");
        var secret = secrets.contains("secret_key");
        if (key && !secret) {
            problem(
                    "secrets.secret_key",
                    "There is an access key but no secret key.",
                    "Send the secret key, or remove access_key to use the credentials of the environment.");
        }
        if (secret && !key) {
            problem("settings.access_key", "There is a secret key but no access key.", "Send both or neither.");
        }
        if (key && Boolean.TRUE.equals(settings.get("aws_sdk_auth"))) {
            problem(
                    "settings.aws_sdk_auth",
                    "The AWS SDK's own credentials exclude an access key.",
                    "Remove access_key or aws_sdk_auth.");
        }
        if (secrets.contains("session_token") && !key) {
            problem(
                    "secrets.session_token",
                    "A session token needs an access key.",
                    "Send access_key and secret_key too.");
        }
    }

    private void encryption(Map<String, Object> settings) {
        if (settings.get("sse_config") instanceof Map<?, ?> sse) {
            if (sse.get("type") == null) {
                problem(
                        "settings.sse_config.type",
                        "The kind of encryption is missing.",
                        "Use SSE-S3, SSE-KMS or SSE-C.");
            }
            if ("SSE-C".equals(sse.get("type")) && sse.get("encryption_key") == null) {
                problem("settings.sse_config.encryption_key", "SSE-C needs a key.", "Name the file of the key.");
            }
            if ("SSE-KMS".equals(sse.get("type")) && sse.get("kms_key_id") == null) {
                problem("settings.sse_config.kms_key_id", "SSE-KMS needs a key id.", "Name the key.");
            }
        }
    }

    private void tls(Map<String, Object> settings) {
        if (settings.get("http_config") instanceof Map<?, ?> http
                && http.get("tls_config") instanceof Map<?, ?> tls
                && tls.containsKey("cert_file") != tls.containsKey("key_file")) {
            problem(
                    "settings.http_config.tls_config",
                    "A certificate needs its key and the reverse.",
                    "Set cert_file and key_file, or neither.");
        }
    }

    private static @Nullable String text(Map<String, Object> settings, String key) {
        return settings.get(key) instanceof String text ? text : null;
    }

    private void problem(String field, String reason, String fix) {
        problems.add(new FieldProblem(field, reason, fix));
    }

    private static String trimSlashes(String text) {
        var start = 0;
        var end = text.length();
        while (start < end && text.charAt(start) == '/') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(start, end);
    }
}
