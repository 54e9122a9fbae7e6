package io.gauntlet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromDurationTests {

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "0s,0",
        "30s,30000",
        "1d12h,129600000",
        "5m,300000",
        "1y,31536000000",
        "2w,1209600000",
        "1s500ms,1500"
    })
    void readsWhatPrometheusReads(String text, long millis) {
        assertThat(PromDuration.of(text).millis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "1.5h", "5m1h", "1h1h", " 5m", "-5m", "99999999999999y", "5M"})
    void refusesWhatPrometheusRefuses(String text) {
        assertThatExceptionOfType(DomainException.Invalid.class).isThrownBy(() -> PromDuration.parse("for", text));
    }

    @ParameterizedTest
    @CsvSource({"0,0s", "60m,1h", "48h,2d", "40h,1d16h", "168h,1w", "8d,8d", "1500ms,1s500ms"})
    void writesLikePrometheus(String text, String expected) {
        assertThat(PromDuration.of(text)).hasToString(expected);
    }
}
