package io.gauntlet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HashChainTests {

    private static final Instant AT = Instant.parse("2026-11-24T12:00:00.123456Z");

    @Test
    void everyPartOfAnEntryCounts() {
        var hash = HashChain.next(HashChain.START, entry("anna", "cluster.edited", "tokyo", Map.of("a", "b")));

        assertThat(HashChain.next(HashChain.START, entry("anna", "cluster.edited", "tokyo", Map.of("a", "b"))))
                .isEqualTo(hash);
        assertThat(HashChain.next(hash, entry("anna", "cluster.edited", "tokyo", Map.of("a", "b"))))
                .isNotEqualTo(hash);
        assertThat(HashChain.next(HashChain.START, entry("bert", "cluster.edited", "tokyo", Map.of("a", "b"))))
                .isNotEqualTo(hash);
        assertThat(HashChain.next(HashChain.START, entry("anna", "cluster.edited", "osaka", Map.of("a", "b"))))
                .isNotEqualTo(hash);
        assertThat(HashChain.next(HashChain.START, entry("anna", "cluster.edited", "tokyo", Map.of("a", "c"))))
                .isNotEqualTo(hash);
    }

    @Test
    void textCannotMoveFromOnePartToTheNext() {
        assertThat(HashChain.next(HashChain.START, entry("anna", "ab", "c", Map.of())))
                .isNotEqualTo(HashChain.next(HashChain.START, entry("anna", "a", "bc", Map.of())));
    }

    private static AuditEntry entry(String actor, String action, String subject, Map<String, String> details) {
        return new AuditEntry(1, AT, actor, "api", action, "cluster", subject, details);
    }
}
