package io.gauntlet.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalanceTests {

    @ParameterizedTest
    @ValueSource(strings = {"up{job=\"a)\"} == 0 # (", "sum(rate(a[5m])) by (x)", "'\\''", "`(`"})
    void balancedExpressionsPass(String expr) {
        assertThat(Balance.expression(expr)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum(rate(a[5m])", "up}", "a{b=\"c}", "(]", "'"})
    void unbalancedExpressionsDoNot(String expr) {
        assertThat(Balance.expression(expr)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no action }}",
                "{{ $value }}",
                "{{ if eq .A \"}}\" }}x{{ else }}y{{ end }}",
                "{{- range .B -}}{{ . }}{{- end -}}",
                "{{/* a ' comment */}}"
            })
    void balancedTemplatesPass(String text) {
        assertThat(Balance.template(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ $value", "{{ if .A }}x", "{{ end }}", "{{ }}", "{{ \"a }}"})
    void unbalancedTemplatesDoNot(String text) {
        assertThat(Balance.template(text)).isPresent();
    }
}
