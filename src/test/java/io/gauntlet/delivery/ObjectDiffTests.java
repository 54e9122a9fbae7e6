package io.gauntlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ObjectDiffTests {

    private final ObjectDiff diffs = new ObjectDiff(TestFingerprints.create());

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private String diff(@Nullable String before, @Nullable String after) {
        return diffs.of(before == null ? null : json(before), after == null ? null : json(after));
    }

    @Test
    void showsChangedLinesWithContextAndLeavesBookkeepingOut() {
        var diff = diff(
                "{'kind':'ConfigMap','metadata':{'name':'a','uid':'1','resourceVersion':'5','managedFields':[]},"
                        + "'data':{'x':'1'},'status':{'y':1}}",
                "{'kind':'ConfigMap','metadata':{'name':'a','uid':'1','resourceVersion':'6'},'data':{'x':'2'}}");
        assertThat(diff)
                .contains("-  x: '1'", "+  x: '2'", " kind: ConfigMap")
                .doesNotContain("resourceVersion", "uid", "status", "managedFields");
    }

    @Test
    void equalObjectsHaveNoDiff() {
        assertThat(diff("{'kind':'A','spec':{'a':1,'b':2}}", "{'kind':'A','spec':{'b':2,'a':1}}"))
                .isEmpty();
    }

    @Test
    void longTextIsComparedLineByLine() {
        var diff = diff(
                "{'kind':'ConfigMap','data':{'f':'one\\ntwo\\nthree\\n'}}",
                "{'kind':'ConfigMap','data':{'f':'one\\n2\\nthree\\n'}}");
        assertThat(diff).contains("-    two", "+    2", "     one");
    }

    @Test
    void secretsAreOnlySaidToBeChangedAddedOrRemoved() {
        var diff = diff(
                "{'kind':'Secret','data':{'same':'canary0','other':'canary1','gone':'canary2'}}",
                "{'kind':'Secret','data':{'same':'canary0','other':'canary3','new':'canary4'}}");
        assertThat(diff)
                .contains("(secret, changed)", "(secret, added)", "(secret, removed)", " same: (secret)")
                .doesNotContain("canary");
    }

    @Test
    void aSecretIsOneWhenAnySideSaysSo() {
        assertThat(diff("{'kind':'ConfigMap','data':{'a':'canary1'}}", "{'kind':'Secret','data':{'a':'canary2'}}"))
                .doesNotContain("canary");
        assertThat(diff("{'kind':'Secret','data':{'a':'canary1'}}", "{'kind':'ConfigMap','data':{'a':'canary2'}}"))
                .doesNotContain("canary");
    }

    @Test
    void annotationsOfSecretsAndLastAppliedOfAllAreHidden() {
        var annotation =
                "'metadata':{'annotations':{'kubectl.kubernetes.io/last-applied-configuration':'canary','z':'canary'}}";
        assertThat(diff(null, "{'kind':'Secret'," + annotation + "}")).doesNotContain("canary");
        assertThat(diff("{'kind':'ConfigMap'," + annotation + "}", "{'kind':'ConfigMap','data':{}}"))
                .contains("(hidden)")
                .doesNotContain("configuration: canary");
    }

    @Test
    void noRandomSecretEverShows() {
        var random = new Random(7);
        for (var round = 0; round < 200; round++) {
            var before = secret(random);
            var after = random.nextInt(5) == 0 ? null : secret(random);
            assertThat(diff(random.nextInt(5) == 0 ? null : before, after))
                    .doesNotContain(
                            "canary", Base64.getEncoder().encodeToString("canary".getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String secret(Random random) {
        var fields = new StringBuilder();
        for (var section : java.util.List.of("data", "stringData")) {
            fields.append(",'").append(section).append("':{");
            for (var key = 0; key < random.nextInt(4); key++) {
                var text = "canary" + random.nextInt(3);
                var value = "data".equals(section)
                        ? Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                        : text + "\\nline\\n";
                fields.append(key == 0 ? "" : ",")
                        .append("'k")
                        .append(key)
                        .append("':'")
                        .append(value)
                        .append("'");
            }
            fields.append("}");
        }
        return "{'kind':'Secret','type':'Opaque'" + fields + "}";
    }
}
