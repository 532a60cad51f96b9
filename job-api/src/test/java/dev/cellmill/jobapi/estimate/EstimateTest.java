package dev.cellmill.jobapi.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.estimate.Bound;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {
    private static final Price PRICE = new Price(new BigDecimal("15"), new BigDecimal("75"), BigDecimal.ZERO);
    private static final Limits FREE = Limits.NONE;

    @ParameterizedTest
    @CsvSource({"100,2500,4000,33.75", "1,2000,3000,0.255", "1,3000,5000,0.42"})
    void tokensCostTheirPriceExactly(long cells, double input, double output, BigDecimal dollars) {
        CostEstimate cost = CostEstimate.of(List.of(load("gpt", 0, cells, input, output, 20)), cells);
        assertThat(cost.total()).isEqualByComparingTo(dollars);
        assertThat(cost.input().add(cost.output())).isEqualByComparingTo(dollars);
        assertThat(cost.perCell().multiply(BigDecimal.valueOf(cells))).isEqualByComparingTo(dollars);
    }

    @Test
    void roundsOfTheConcurrencyWithATenthOnTop() {
        TimeEstimate time = TimeEstimate.of(List.of(load("gpt", 0, 100, 0, 0, 20)), Map.of("gpt",
                new Limits(50, null, 64)), new Limits(null, null, 3));
        assertThat(time.seconds()).isEqualTo(748);
        assertThat(time.boundBy()).isEqualTo(Bound.CONCURRENCY);
        assertThat(time.concurrency()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "100,50,-,-,132,REQUESTS", "100,-,60000,-,110,TOKENS", "100,-,-,100,22,LATENCY", "3,50,-,3,22,LATENCY",
            "4,50,-,3,44,CONCURRENCY", "100,-,-,-,22,LATENCY", "0,50,60000,3,0,LATENCY"})
    void theHardestLimitNamesTheBound(long cells, Integer requests, Integer tokens, Integer concurrency,
            double seconds, Bound bound) {
        TimeEstimate time = TimeEstimate.of(List.of(load("gpt", 0, cells, 900, 100, 20)),
                Map.of("gpt", new Limits(requests, tokens, concurrency)), FREE);
        assertThat(time.seconds()).isEqualTo(seconds);
        assertThat(time.boundBy()).isEqualTo(bound);
    }

    @Test
    void providersWorkBesideEachOtherAndTheSlowestCounts() {
        List<Load> loads = List.of(load("slow", 0, 100, 0, 0, 10), load("quick", 0, 100, 0, 0, 1));
        Map<String, Limits> limits = Map.of("slow", new Limits(null, null, 10), "quick", new Limits(null, null, 10));
        assertThat(TimeEstimate.of(loads, limits, FREE).seconds()).isEqualTo(110);
    }

    @Test
    void theJobsOwnLimitsBoundAllOfThemTogether() {
        List<Load> loads = List.of(load("a", 0, 100, 0, 0, 10), load("b", 0, 100, 0, 0, 10));
        assertThat(TimeEstimate.of(loads, Map.of(), new Limits(null, null, 10)).seconds()).isEqualTo(220);
        assertThat(TimeEstimate.of(loads, Map.of(), new Limits(10, null, null)).seconds()).isEqualTo(1320);
    }

    @Test
    void aDependentColumnAddsTheLatencyOfWhatItWaitsFor() {
        List<Load> loads = List.of(load("a", 0, 100, 0, 0, 10), load("b", 1, 100, 0, 0, 3));
        Map<String, Limits> limits = Map.of("a", new Limits(null, null, 10), "b", new Limits(null, null, 10));
        assertThat(TimeEstimate.of(loads, limits, FREE).seconds()).isEqualTo(113.3);
        assertThat(TimeEstimate.of(loads, Map.of(), FREE).seconds()).isEqualTo(14.3);
    }

    @Test
    void whatOnlyAPartOfTheCellsComesToCostsThatPart() {
        assertThat(Load.requests(100, 0.25)).isEqualTo(25);
        assertThat(Load.requests(3, 0.5)).isEqualTo(2);
        assertThat(Load.requests(7, 1)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"0,LOW", "9,LOW", "10,MEDIUM", "99,MEDIUM", "100,HIGH"})
    void confidenceGrowsWithTheSample(long sample, Confidence confidence) {
        assertThat(Confidence.of(sample)).isEqualTo(confidence);
    }

    @Property
    void moreCellsAreNeverCheaperOrQuicker(@ForAll("loads") @Size(min = 1, max = 5) List<Load> loads,
            @ForAll("limits") Limits a, @ForAll("limits") Limits b, @ForAll("limits") Limits job,
            @ForAll @IntRange(min = 0, max = 4) int grown, @ForAll @IntRange(min = 0, max = 1000) int by) {
        List<Load> more = IntStream.range(0, loads.size())
                .mapToObj(place -> place == grown ? grown(loads.get(place), by) : loads.get(place)).toList();
        Map<String, Limits> limits = Map.of("a", a, "b", b);
        assertThat(CostEstimate.of(more, 1).total()).isGreaterThanOrEqualTo(CostEstimate.of(loads, 1).total());
        assertThat(TimeEstimate.of(more, limits, job).seconds())
                .isGreaterThanOrEqualTo(TimeEstimate.of(loads, limits, job).seconds() - 1e-6);
    }

    @Property
    void aTighterLimitIsNeverQuicker(@ForAll("loads") @Size(min = 1, max = 5) List<Load> loads,
            @ForAll("limits") Limits limits, @ForAll @IntRange(min = 1, max = 200) int concurrency) {
        Map<String, Limits> providers = Map.of("a", limits);
        double wide = TimeEstimate.of(loads, providers, new Limits(null, null, concurrency + 1)).seconds();
        double tight = TimeEstimate.of(loads, providers, new Limits(null, null, concurrency)).seconds();
        assertThat(tight).isGreaterThanOrEqualTo(wide - 1e-6);
    }

    @Property
    void theTimeIsNeverUnderWhatAnyLimitTakes(@ForAll("loads") @Size(min = 1, max = 5) List<Load> loads,
            @ForAll @IntRange(min = 1, max = 100) int requests, @ForAll @IntRange(min = 1, max = 100) int concurrency) {
        double seconds = TimeEstimate.of(loads, Map.of(), new Limits(requests, null, concurrency)).seconds();
        long all = loads.stream().mapToLong(Load::requests).sum();
        double work = loads.stream().mapToDouble(load -> load.requests() * load.expected().seconds()).sum();
        assertThat(seconds).isGreaterThanOrEqualTo(Math.max(all * 60.0 / requests, work / concurrency));
    }

    @Provide
    static Arbitrary<List<Load>> loads() {
        return Combinators.combine(Arbitraries.of("a", "b"), Arbitraries.integers().between(0, 2),
                Arbitraries.longs().between(0, 1000), Arbitraries.integers().between(0, 5000),
                Arbitraries.integers().between(0, 30))
                .as((provider, stage, cells, tokens, seconds) -> load(provider, stage, cells, tokens, tokens, seconds))
                .list();
    }

    @Provide
    static Arbitrary<Limits> limits() {
        Arbitrary<Integer> limit = Arbitraries.integers().between(1, 500).injectNull(0.5);
        return Combinators.combine(limit, limit.map(tokens -> tokens == null ? null : tokens * 1000), limit)
                .as(Limits::new);
    }

    private static Load grown(Load load, int by) {
        return new Load(load.provider(), load.stage(), load.requests() + by, load.expected(), load.price());
    }

    private static Load load(String provider, int stage, long cells, double input, double output, double seconds) {
        return new Load(provider, stage, cells, new Expected(input, output, seconds, Source.EXPECT, 0), PRICE);
    }
}
