package io.gauntlet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingWarningsTests {

    @Test
    void aSoundRoutingHasNone() {
        assertThat(warnings("""
                route: {receiver: a, routes: [{receiver: b, matchers: ['team="b"']}]}
                receivers: [{name: a, webhook_configs: [{url: 'https://a.example.org'}]}, {name: b, webhook_configs: [{url: 'https://b.example.org'}]}]
                """)).isEmpty();
    }

    @Test
    void whatPeopleRegretIsNamed() {
        assertThat(warnings("""
                route:
                  receiver: silent
                  routes:
                    - {receiver: a}
                    - {receiver: a, matchers: [never=here], repeat_interval: 5m}
                receivers: [{name: silent}, {name: unused}, {name: a, webhook_configs: [{url: 'https://a.example.org'}]}]
                """))
                .anyMatch(text -> text.contains("routes after it never match"))
                .anyMatch(text -> text.contains("288 times a day"))
                .anyMatch(text -> text.contains("'unused'"));
    }

    @Test
    void aReceiverThatNotifiesNobodyIsNamed() {
        assertThat(warnings("route: {receiver: silent}\nreceivers: [{name: silent}]\n"))
                .singleElement()
                .asString()
                .contains("nobody is notified");
    }

    private static List<String> warnings(String text) {
        return RoutingWarnings.of(CheckedConfig.of(text).required());
    }
}
