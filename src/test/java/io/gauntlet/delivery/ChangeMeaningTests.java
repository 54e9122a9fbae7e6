package io.gauntlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.rendering.Manifest;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeMeaningTests {

    private static Manifest rules(String file, String rule) {
        var yaml = "groups:\\n- name: disks\\n  rules:\\n" + rule;
        return DeliveryFixtures.object(
                "tokyo",
                io.gauntlet.rendering.Kinds.CONFIG_MAP,
                "rules",
                io.gauntlet.rendering.Phase.CONFIGURATION,
                ",\"data\":{\"" + file + ".yaml\":\"" + yaml + "\"}");
    }

    private static String full(int threshold, String more) {
        return "  - alert: DiskFull\\n    expr: disk_used > " + threshold + " and rate(x[5m]) > 1\\n" + more;
    }

    @Test
    void aThresholdIsToldByItsNumber() {
        assertThat(ChangeMeaning.of(List.of(rules("a", full(80, ""))), List.of(rules("b", full(90, "")))))
                .containsExactly("prometheus disks / DiskFull: expr 80 → 90");
    }

    @Test
    void everyFieldOfARuleIsCompared() {
        var before = rules("a", full(80, "    for: 5m\\n    labels: {severity: page}\\n"));
        var after = rules("b", full(80, "    labels: {severity: warn, team: ops}\\n"));
        assertThat(ChangeMeaning.of(List.of(before), List.of(after)))
                .containsExactly(
                        "prometheus disks / DiskFull: for 5m → (none)",
                        "prometheus disks / DiskFull: labels.severity page → warn",
                        "prometheus disks / DiskFull: labels.team (none) → ops");
    }

    @Test
    void rulesThatComeAndGoAreNamed() {
        var other = "  - record: job:up:sum\\n    expr: sum(up)\\n";
        assertThat(ChangeMeaning.of(List.of(rules("a", full(80, ""))), List.of(rules("b", other))))
                .containsExactly("prometheus disks / DiskFull: removed", "prometheus disks / job:up:sum: added");
    }

    @Test
    void anExpressionThatIsAnotherOneIsShownWhole() {
        var before = rules("a", "  - alert: A\\n    expr: up == 0\\n");
        var after = rules("b", "  - alert: A\\n    expr: absent(up)\\n");
        assertThat(ChangeMeaning.of(List.of(before), List.of(after)))
                .containsExactly("prometheus disks / A: expr up == 0 → absent(up)");
    }
}
