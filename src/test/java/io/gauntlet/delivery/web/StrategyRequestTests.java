package io.gauntlet.delivery.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gauntlet.delivery.Strategy;
import io.gauntlet.delivery.Strategy.OnFailure;
import io.gauntlet.delivery.Strategy.Size;
import io.gauntlet.delivery.web.StrategyRequest.WaveRequest;
import io.gauntlet.delivery.web.StrategyRequest.WindowRequest;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StrategyRequestTests {

    private static StrategyRequest waves(WaveRequest... waves) {
        return new StrategyRequest(List.of(waves), null, null, null, null, null, null);
    }

    private static WaveRequest wave(@Nullable Integer clusters, @Nullable Integer percent, @Nullable String selector) {
        return new WaveRequest("one", clusters, percent, selector, null, null);
    }

    private static FieldProblem problem(StrategyRequest request) {
        var invalid = catchThrowableOfType(DomainException.Invalid.class, () -> StrategyRequest.parse(request));
        return invalid.problems().getFirst();
    }

    @Test
    void withoutAStrategyAllClustersGoAtOnceAndHaveToProveThemselves() {
        assertThat(StrategyRequest.parse(null)).isEqualTo(Strategy.allAtOnce());
        assertThat(Strategy.allAtOnce().verify()).isTrue();
    }

    @Test
    void aRolloutInWavesPausesOnAFailureUnlessSomethingElseIsSaid() {
        var two = waves(wave(1, null, null), wave(null, null, null));
        assertThat(StrategyRequest.parse(two).onFailure()).isEqualTo(OnFailure.PAUSE);
        var back = new StrategyRequest(two.waves(), null, null, "roll-back", null, null, null);
        assertThat(StrategyRequest.parse(back).onFailure()).isEqualTo(OnFailure.ROLL_BACK);
    }

    @Test
    void aWaveHasOneSize() {
        assertThat(problem(waves(wave(1, 10, null))).field()).isEqualTo("strategy.waves[0]");
        assertThat(problem(waves(wave(null, 101, null))).field()).isEqualTo("strategy.waves[0].percent");
        assertThat(problem(waves(wave(null, null, "a=b=c"))).field()).isEqualTo("strategy.waves[0].selector");
    }

    @Test
    void whatCannotBeReadIsNamedWithItsFix() {
        var policy = problem(new StrategyRequest(null, null, null, "stop", null, null, null));
        assertThat(policy.field()).isEqualTo("strategy.onFailure");
        assertThat(policy.fix()).contains("continue, pause, abort or roll-back");
        assertThat(problem(new StrategyRequest(null, 0, null, null, null, null, null))
                        .field())
                .isEqualTo("strategy.maxInFlight");
        assertThat(problem(new StrategyRequest(null, null, null, null, null, "15d", null))
                        .field())
                .isEqualTo("strategy.gateTimeout");
        var window = new WindowRequest(List.of("someday"), "22:00", "04:00", "Europe/Berlin");
        assertThat(problem(new StrategyRequest(null, null, null, null, null, null, List.of(window)))
                        .field())
                .isEqualTo("strategy.windows[0].days");
    }

    @Test
    void linesOfAFormAreWaves() {
        var text = "canary: 1\n\nEurope: region=eu,env in (prod,test) after 10m\nhalf: 50% manual\nlast: rest";
        var strategy = StrategyRequest.parse(waves(WaveLines.parse(text).toArray(new WaveRequest[0])));
        assertThat(strategy.waves())
                .extracting(Strategy.Wave::name)
                .containsExactly("canary", "Europe", "half", "last");
        assertThat(strategy.waves().get(0).size()).isEqualTo(new Size.Count(1));
        assertThat(strategy.waves().get(1).pause()).isEqualTo(Duration.ofMinutes(10));
        assertThat(strategy.waves().get(1).size()).isInstanceOf(Size.Matching.class);
        assertThat(strategy.waves().get(2).manual()).isTrue();
        assertThat(strategy.waves().get(2).size()).isEqualTo(new Size.Percent(50));
        assertThat(strategy.waves().get(3).size()).isEqualTo(new Size.Rest());
    }

    @Test
    void aLineThatIsNoWaveIsRefusedWithItsText() {
        var invalid =
                catchThrowableOfType(DomainException.Invalid.class, () -> WaveLines.parse("canary: 1\njust text"));
        assertThat(invalid.problems().getFirst().field()).isEqualTo("strategy.waves[1]");
        assertThat(invalid.problems().getFirst().reason()).contains("just text");
    }
}
