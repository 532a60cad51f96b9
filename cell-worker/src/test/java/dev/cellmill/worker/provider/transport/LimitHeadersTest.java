package dev.cellmill.worker.provider.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.worker.provider.Quota;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class LimitHeadersTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void readsOpenAis() {
        assertThat(read("x-ratelimit-limit-requests", "500", "x-ratelimit-remaining-requests", "499",
                "x-ratelimit-reset-requests", "12ms", "x-ratelimit-limit-tokens", "30000",
                "x-ratelimit-remaining-tokens", "29000", "x-ratelimit-reset-tokens", "1m0.5s"))
                .isEqualTo(new Quota(500.0, 30_000.0, false));
    }

    @Test
    void readsAnthropics() {
        assertThat(read("anthropic-ratelimit-requests-limit", "50", "anthropic-ratelimit-requests-remaining", "49",
                "anthropic-ratelimit-requests-reset", "2026-03-01T12:00:02Z", "anthropic-ratelimit-tokens-limit",
                "40000", "anthropic-ratelimit-tokens-reset", "2026-03-01T12:00:30+00:00"))
                .isEqualTo(new Quota(50.0, 40_000.0, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "", "many", "1e9", " "})
    void whatIsZeroNegativeOrUnreadableIsUnknown(String limit) {
        assertThat(read("x-ratelimit-limit-requests", limit, "x-ratelimit-limit-tokens", limit,
                "anthropic-ratelimit-requests-limit", limit)).isSameAs(Quota.UNKNOWN);
        assertThat(read("x-ratelimit-limit-requests", "500", "x-ratelimit-remaining-requests", limit,
                "x-ratelimit-reset-requests", limit)).isEqualTo(new Quota(500.0, null, false));
    }

    @ParameterizedTest
    @CsvSource({"7m12s, false", "1h, false", "1d2h, false", "200, false", "65s, true", "59.2, true", "12ms, true",
            "800µs, true", "1m0s, true", "soon, true"})
    void aLimitThatTakesLongerThanAMinuteToBeWholeIsNoMinutes(String reset, boolean isMinutes) {
        assertThat(read("x-ratelimit-limit-requests", "200", "x-ratelimit-reset-requests", reset)
                .requestsPerMinute()).isEqualTo(isMinutes ? 200.0 : null);
    }

    @Test
    void littleLeftIsTold() {
        assertThat(read("x-ratelimit-limit-requests", "500", "x-ratelimit-remaining-requests", "24").isLow()).isTrue();
        assertThat(read("x-ratelimit-limit-requests", "500", "x-ratelimit-remaining-requests", "25").isLow())
                .isFalse();
        assertThat(read("x-ratelimit-limit-requests", "10", "x-ratelimit-remaining-requests", "0.4").isLow())
                .as("of few, little is nothing").isFalse();
        assertThat(read("anthropic-ratelimit-output-tokens-limit", "8000",
                "anthropic-ratelimit-output-tokens-remaining", "100").isLow()).isTrue();
    }

    @Test
    void withoutSuchHeadersNothingIsKnown() {
        assertThat(read()).isSameAs(Quota.UNKNOWN);
    }

    private static Quota read(String... namesAndValues) {
        var headers = new HttpHeaders();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.set(namesAndValues[i], namesAndValues[i + 1]);
        }
        return LimitHeaders.read(headers, NOW);
    }
}
