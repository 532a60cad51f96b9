package dev.cellmill.status.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final List<Duration> PUBLISHED = List.of(Duration.ofSeconds(5), Duration.ofMinutes(5),
            Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofHours(5), Duration.ofHours(10),
            Duration.ofHours(14), Duration.ofHours(20), Duration.ofHours(24));

    @Test
    void theWaitsAreThePublishedOnesAndThenThereIsNone() {
        assertThat(IntStream.rangeClosed(1, 9).mapToObj(attempt -> RetrySchedule.after(attempt, 0).orElseThrow()))
                .isEqualTo(PUBLISHED);
        assertThat(RetrySchedule.after(10, 0)).isEmpty();
        assertThat(RetrySchedule.after(11, 0)).isEmpty();
    }

    @Property
    void jitterOnlyMakesAWaitLongerAndByAFifthAtMost(@ForAll @IntRange(min = 1, max = 9) int attempt,
            @ForAll @DoubleRange(min = 0, max = 1) double chance) {
        Duration wait = PUBLISHED.get(attempt - 1);
        Optional<Duration> jittered = RetrySchedule.after(attempt, chance);
        assertThat(jittered).hasValueSatisfying(actual -> assertThat(actual)
                .isBetween(wait, wait.plus(wait.dividedBy(5))));
    }

    @Test
    void a2xxDelivers() {
        for (int status : new int[]{200, 201, 202, 204, 299}) {
            assertThat(on(status, 1)).isEqualTo(new Verdict.Delivered());
        }
    }

    @Test
    void a410Disables() {
        assertThat(on(410, 1)).isInstanceOf(Verdict.Disabled.class);
    }

    @Test
    void anythingElseIsTriedAgainUntilTheTenth() {
        for (int status : new int[]{101, 199, 300, 301, 302, 307, 308, 400, 401, 404, 409, 411, 429, 500, 503, 599}) {
            assertThat(on(status, 9)).isInstanceOf(Verdict.TryAgain.class);
            assertThat(on(status, 10)).isInstanceOf(Verdict.Failed.class);
        }
        assertThat(Verdict.on(new Outcome.Unanswered("away"), 1, 0))
                .isEqualTo(new Verdict.TryAgain(Duration.ofSeconds(5), "away"));
        assertThat(Verdict.on(new Outcome.Unanswered("away"), 10, 0)).isEqualTo(new Verdict.Failed("away"));
    }

    @Test
    void aReasonIsOneShortLine() {
        assertThat(new Outcome.Unanswered("a\nb\0c\ud800d" + "x".repeat(1000)).reason()).startsWith("a b c dx")
                .hasSize(500);
    }

    private static Verdict on(int status, int attempts) {
        return Verdict.on(new Outcome.Answered(status), attempts, 0);
    }
}
