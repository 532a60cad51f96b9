package dev.cellmill.status.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cellmill.common.estimate.Bound;
import dev.cellmill.status.progress.BindingLimit.ProviderUse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Sample START = new Sample(1_000_000, 0);

    @Test
    void withoutSamplesTheWholeTimeTells() {
        Pace pace = Pace.of(START, List.of(), at(900, 45)).orElseThrow();
        assertThat(pace.perSecond()).isEqualTo(0.05);
        Remaining remaining = Remaining.of(55, pace, Bound.LATENCY);
        assertThat(remaining.secondsP50()).isEqualTo(1100);
        assertThat(remaining.secondsP90()).isEqualTo(1311);
        assertThat(Pace.of(START, List.of(), at(0.5, 10)).orElseThrow().perSecond()).isEqualTo(20);
    }

    @Test
    void whileNothingHasEndedNothingIsTold() {
        assertThat(Pace.of(START, List.of(), at(900, 0))).isEmpty();
        assertThat(Pace.of(START, List.of(), START)).isEmpty();
        assertThat(Pace.of(START, List.of(at(1, 0)), at(900, 0))).isEmpty();
    }

    @Test
    void aPauseIsLeftOut() {
        List<Sample> samples = new ArrayList<>(LongStream.rangeClosed(1, 10).mapToObj(n -> at(n * 2, n * 10)).toList());
        samples.add(at(3620, 100));
        samples.add(at(3622, 110));
        assertThat(Pace.of(START, samples, at(3624, 120)).orElseThrow().perSecond()).isCloseTo(5, within(0.01));
    }

    @Test
    void aStepInTheRateWidensTheEnd() {
        Pace even = Pace.of(START, List.of(at(10, 100), at(20, 200), at(30, 300)), at(40, 400)).orElseThrow();
        Pace uneven = Pace.of(START, List.of(at(10, 10), at(20, 20), at(30, 300)), at(40, 400)).orElseThrow();
        assertThat(uneven.perSecond()).isEqualTo(even.perSecond());
        assertThat(uneven.uncertainty()).isGreaterThan(2 * even.uncertainty());
    }

    @Test
    void ofManySamplesOnlyTheRecentTimeTells() {
        List<Sample> samples = LongStream.range(0, Pace.KEPT).mapToObj(n -> at(10_000 + n * 2, 50 + n * 10)).toList();
        assertThat(Pace.of(START, samples, at(10_060, 350)).orElseThrow().perSecond()).isCloseTo(5, within(0.01));
    }

    @Property
    void anEvenPaceIsFoundWhateverItsSamples(@ForAll @IntRange(min = 1, max = 100) int perSecond,
            @ForAll @Size(max = 30) List<@LongRange(min = 2, max = 20) Long> gaps) {
        List<Sample> samples = new ArrayList<>();
        long seconds = 0;
        for (long gap : gaps) {
            seconds += gap;
            samples.add(at(seconds, seconds * perSecond));
        }
        Pace pace = Pace.of(START, samples, at(seconds + 5, (seconds + 5) * perSecond)).orElseThrow();
        assertThat(pace.perSecond()).isCloseTo(perSecond, within(1e-6));
        assertThat(Remaining.of(1000L * perSecond, pace, Bound.PROVIDER).secondsP50()).isBetween(1000L, 1001L);
    }

    @Property
    void whateverTheClocksAndCountersSayTheFiguresAreSane(
            @ForAll @Size(max = 30) List<@LongRange(min = -10_000, max = 100_000) Long> times,
            @ForAll @LongRange(min = 0, max = 1_000) long ended, @ForAll @LongRange(min = 0, max = 1_000_000) long open,
            @ForAll @LongRange(min = -1_000, max = 1_000_000) long now) {
        List<Sample> samples = times.stream().map(time -> at(time, Math.abs(time) % 1000)).toList();
        Pace.of(START, samples, at(now, ended)).ifPresent(pace -> {
            assertThat(pace.perSecond()).isFinite().isPositive();
            assertThat(pace.uncertainty()).isFinite().isPositive();
            Remaining remaining = Remaining.of(open, pace, Bound.PROVIDER);
            assertThat(remaining.secondsP50()).isNotNegative();
            assertThat(remaining.secondsP90()).isGreaterThanOrEqualTo(remaining.secondsP50());
            assertThat(Remaining.of(open + 1, pace, Bound.PROVIDER).secondsP50())
                    .isGreaterThanOrEqualTo(remaining.secondsP50());
        });
    }

    @Test
    void theLimitThatIsUsedUpBinds() {
        var requests = new ProviderUse(60, null, 100, 50_000);
        var tokens = new ProviderUse(1_000, 30_000, 100, 50_000);
        var neither = new ProviderUse(1_000, null, 100, 50_000);
        assertThat(BindingLimit.of(55, 100, 500, 100, 100, List.of(neither, requests))).isEqualTo(Bound.REQUESTS);
        assertThat(BindingLimit.of(55, 100, 500, 100, 100, List.of(tokens, neither))).isEqualTo(Bound.TOKENS);
        assertThat(BindingLimit.of(55, 100, 500, 100, 100, List.of(neither))).isEqualTo(Bound.CONCURRENCY);
        assertThat(BindingLimit.of(55, 100, 500, 100, null, List.of(neither))).isEqualTo(Bound.PROVIDER);
        assertThat(BindingLimit.of(55, 100, 50, 50, 50, List.of(neither))).isEqualTo(Bound.LATENCY);
    }

    private static Sample at(double seconds, long ended) {
        return new Sample(START.millis() + (long) (seconds * 1000), ended);
    }
}
