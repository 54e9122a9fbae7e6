package io.gauntlet.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketCheckTests {

    private static final Map<String, Object> S3 = Map.of("endpoint", "s3.example.org", "bucket", "blocks");

    @Test
    void oneStorageHasOneIdentityHoweverItIsWritten() {
        var plain = check(S3, "/fleet//").identity();
        assertThat(check(with("endpoint", "S3.Example.org:443"), "fleet").identity()).isEqualTo(plain);
        assertThat(check(with("endpoint", "s3.example.org:444"), "fleet").identity()).isNotEqualTo(plain);
        assertThat(check(S3, "other").identity()).isNotEqualTo(plain);
        assertThat(check(with("insecure", true), "fleet").identity()).isNotEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://s3.example.org", "s3.example.org/path", "", "user@host", "host:0", "host:99999"})
    void endpointIsHostAndPortOnly(String endpoint) {
        assertThat(problems(with("endpoint", endpoint), Set.of())).extracting(FieldProblem::field).contains("settings.endpoint");
    }

    @Test
    void keysAreThereBothOrNeither() {
        assertThat(problems(with("access_key", "AKIA"), Set.of())).extracting(FieldProblem::field).containsExactly("secrets.secret_key");
        assertThat(problems(S3, Set.of("secret_key"))).extracting(FieldProblem::field).containsExactly("settings.access_key");
    }

    @Test
    void secretsAreNoSettings() {
        assertThat(problems(with("secret_key", "hidden"), Set.of()))
                .extracting(FieldProblem::fix)
                .containsExactly("Send it as secrets.secret_key.");
    }

    @Test
    void unknownKeysAreRefusedAlsoWhereThanosIgnoresThem() {
        assertThatExceptionOfType(DomainException.Invalid.class)
                .isThrownBy(() -> BucketCheck.check("FILESYSTEM", Map.of("directory", "/data", "dir", "/x"), Set.of(), ""))
                .satisfies(invalid -> assertThat(invalid.problems()).extracting(FieldProblem::field).containsExactly("settings.dir"));
        assertThat(problems(with("http_config", Map.of("timeout", "5s")), Set.of()))
                .extracting(FieldProblem::field)
                .containsExactly("settings.http_config.timeout");
    }

    @Test
    void valuesHaveTheTypeOfTheirKey() {
        var settings = new HashMap<>(S3);
        settings.put("insecure", "yes");
        settings.put("part_size", 5);
        settings.put("bucket_lookup_type", "dns");
        settings.put("http_config", Map.of("idle_conn_timeout", "1d"));
        assertThat(problems(settings, Set.of()))
                .extracting(FieldProblem::field)
                .containsExactlyInAnyOrder(
                        "settings.insecure",
                        "settings.part_size",
                        "settings.bucket_lookup_type",
                        "settings.http_config.idle_conn_timeout");
    }

    @Test
    void anotherEndpointIsAnotherAddress() {
        assertThat(BucketCheck.sameAddress(S3, with("region", "eu"))).isTrue();
        assertThat(BucketCheck.sameAddress(S3, with("endpoint", "evil.example.org"))).isFalse();
        assertThat(BucketCheck.sameAddress(S3, with("sts_endpoint", "evil.example.org"))).isFalse();
    }

    private static CheckedBucket check(Map<String, Object> settings, String prefix) {
        return BucketCheck.check("s3", settings, Set.of(), prefix);
    }

    private static List<FieldProblem> problems(Map<String, Object> settings, Set<String> secrets) {
        try {
            BucketCheck.check("S3", settings, secrets, "");
            return List.of();
        } catch (DomainException.Invalid invalid) {
            return invalid.problems();
        }
    }

    private static Map<String, Object> with(String key, Object value) {
        var settings = new HashMap<>(S3);
        settings.put(key, value);
        return settings;
    }
}
