package dev.cellmill.benchmark.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FatesTest {
    private static final int CALLS = 100_000;

    @Test
    void theSameSeedGivesEachCallTheSameFateAndAnotherSeedOthers() {
        assertThat(fates(1)).isEqualTo(fates(1)).isNotEqualTo(fates(2));
    }

    @Test
    void theCallsOfOneKeyFareDifferently() {
        List<Integer> statuses = IntStream.range(0, CALLS).mapToObj(nth -> fate(1, "one", nth).status()).toList();

        assertThat(part(statuses, 500)).isCloseTo(0.1, within(0.005));
    }

    @Test
    void callsFailInThePartsThatWereAskedFor() {
        List<Integer> statuses = fates(1).stream().map(Fate::status).toList();

        assertThat(part(statuses, 500)).isCloseTo(0.1, within(0.005));
        assertThat(part(statuses, 429)).isCloseTo(0.01, within(0.002));
        assertThat(part(statuses, Failures.DROPPED)).isCloseTo(0.02, within(0.002));
        assertThat(part(statuses, Failures.LOST)).isCloseTo(0.03, within(0.002));
        assertThat(part(statuses, 200)).isCloseTo(0.84, within(0.005));
    }

    @Test
    void tokensFillTheirRangeAndUsageIsMissingAsOftenAsAskedFor() {
        List<Fate> fates = fates(3);
        Map<Integer, Long> output = fates.stream()
                .collect(Collectors.groupingBy(Fate::outputTokens, Collectors.counting()));

        assertThat(output).containsOnlyKeys(5, 6, 7, 8);
        assertThat(output.values()).allMatch(count -> Math.abs(count - CALLS / 4) < CALLS / 100);
        assertThat(fates).allMatch(fate -> fate.inputTokens() == 100);
        assertThat(fates.stream().filter(fate -> !fate.tellsUsage()).count() / (double) CALLS)
                .isCloseTo(0.25, within(0.005));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "500", "500:1.5", "200:0.1", "500:0.6,429:0.6", "slow:0.1", "500:0.1;429:0.1"})
    void whatIsNoListOfFailuresIsRefused(String text) {
        assertThatThrownBy(() -> Failures.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double part(List<Integer> statuses, int status) {
        return statuses.stream().filter(one -> one == status).count() / (double) statuses.size();
    }

    private static List<Fate> fates(long seed) {
        return IntStream.range(0, CALLS).mapToObj(key -> fate(seed, "key " + key, 0)).toList();
    }

    private static Fate fate(long seed, String key, int earlier) {
        return new Fates(seed, LatencyDistribution.parse("10-20"),
                Failures.parse("500:0.1,429:0.01,drop:0.02,lose:0.03"), TokenRange.parse("100"),
                TokenRange.parse("5-8"), 0.25).of(key.getBytes(StandardCharsets.UTF_8), earlier);
    }
}
