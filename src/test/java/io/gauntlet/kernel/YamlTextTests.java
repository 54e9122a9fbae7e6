package io.gauntlet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlTextTests {

    @Test
    void scalarsStayAsTheyWereWritten() {
        var map = YamlText.parse("yaml", "a: 1.10\nb: 0x1F\nc: yes\nd: ~\ne: ''\nf: \"null\"\n").map();
        assertThat(map).containsEntry("a", "1.10").containsEntry("b", "0x1F").containsEntry("c", "yes");
        assertThat(map).containsEntry("d", null).containsEntry("e", "").containsEntry("f", "null");
    }

    @Test
    void mergeKeysAreResolvedAndOwnKeysWin() {
        var map = YamlText.parse("yaml", "a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n").map();
        assertThat(map.get("b")).isEqualTo(Map.of("x", "1", "y", "3"));
    }

    @Test
    void entriesKnowTheirPlace() {
        var text = "# \uD83D\uDE00\nlist:\n  - key: 'value'\n";
        var span = YamlText.parse("yaml", text).span("list[0].key").orElseThrow();
        assertThat(text.substring(span.start(), span.end())).isEqualTo("key: 'value'");
        assertThat(YamlText.parse("yaml", text).line("list[0].key")).contains(3);
    }

    @Test
    void hostileTextsAreRefused() {
        var doubling = new StringBuilder("a0: &a0 [x,x]\n");
        for (var i = 1; i < 30; i++) {
            doubling.append("a%d: &a%d [*a%d,*a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        for (var text : Arrays.asList(doubling.toString(), "a: &a [*a]", "a: 1\na: 2", "a: !x 1", "{a: 1", "? [a]\n: b", "--- a\n--- b")) {
            assertThatExceptionOfType(DomainException.Invalid.class)
                    .as(text)
                    .isThrownBy(() -> YamlText.parse("yaml", text));
        }
        assertThat(YamlText.parse("yaml", "[a, 1]").root()).isEqualTo(List.of("a", "1"));
    }
}
