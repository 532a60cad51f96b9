package dev.cellmill.status.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.state.JobState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void theCountersOfAJobUnderWay() {
        JobCounters job = job(JobState.PROCESSING, 100, 50, column(3, 42, 3, 0));
        ProgressView view = ProgressView.of(job, List.of(), List.of(), List.of(), List.of(), START.plusSeconds(900));
        assertThat(view.progress()).isEqualTo(45.0);
        assertThat(view.completedCells()).isEqualTo(45);
        assertThat(view.queuedCells()).isEqualTo(52);
        assertThat(view.elapsedSeconds()).isEqualTo(900.0);
        assertThat(view.itemsPerMinute()).isEqualTo(3.0);
        assertThat(view.isComplete()).isFalse();
        assertThat(view.meanConfidence()).isEqualTo(0.91);
        assertThat(view.cost().spent()).isEqualByComparingTo("0.08");
        assertThat(view.remaining()).isNotNull();
        assertThat(view.remaining().secondsP50()).isEqualTo(1100);
        assertThat(view.remaining().secondsP90()).isBetween(1300L, 1320L);
        assertThat(view.remaining().formatted()).isEqualTo("18 minutes");
    }

    @Test
    void aJobThatHasNotBegunHasNoRate() {
        ProgressView view = ProgressView.of(job(JobState.QUEUED, 100, 0, column(0, 0, 0, 0)), List.of(), List.of(),
                List.of(),
                List.of(), START);
        assertThat(view.itemsPerMinute()).isZero();
        assertThat(view.remaining()).isNull();
        assertThat(view.meanConfidence()).isNull();
        assertThat(view.queuedCells()).isEqualTo(100);
    }

    @Test
    void allButOneOfManyIsNotAHundredPercent() {
        assertThat(new CellCounts(100_000, 99_999, 0, 0, 0, 1, 0).percent()).isEqualTo(99.9);
    }

    @Test
    void aCancelledJobsCellsAreCancelledUnlessInFlight() {
        CellCounts cells = CellCounts.of(job(JobState.CANCELLED, 100, 12, column(2, 5, 0, 0)));
        assertThat(cells).isEqualTo(new CellCounts(100, 5, 0, 0, 88, 2, 5));
    }

    @Property
    void theStatesOfAJobsCellsAddUpToItsTotal(
            @ForAll JobState state,
            @ForAll @LongRange(min = 0, max = 50) long running,
            @ForAll @LongRange(min = 0, max = 50) long done,
            @ForAll @LongRange(min = 0, max = 50) long failed,
            @ForAll @LongRange(min = 0, max = 50) long skipped,
            @ForAll @LongRange(min = 0, max = 300) long sent) {
        CellCounts cells = CellCounts.of(job(state, 200, sent, column(running, done, failed, skipped)));
        assertThat(cells.completed() + cells.running() + cells.queued()).isEqualTo(200);
        assertThat(cells.queued()).isNotNegative();
        assertThat(cells.cancelled()).isNotNegative();
    }

    @Test
    void anEndedJobIsHeldAgainstWhatWasExpectedOfIt() {
        Variance variance = Variance.of(new Variance.Expected(new BigDecimal("33.75"), 748), 36_000_000_000L, 900);
        assertThat(variance.cost()).isEqualTo(new Variance.Part(new BigDecimal("2.25"), 6.7, true));
        assertThat(variance.time()).isEqualTo(new Variance.Part(new BigDecimal("152"), 20.3, false));
        Variance free = Variance.of(new Variance.Expected(BigDecimal.ZERO, 0), 0, 1.5);
        assertThat(free.cost()).isEqualTo(new Variance.Part(BigDecimal.ZERO, 0.0, true));
        assertThat(free.time()).isEqualTo(new Variance.Part(new BigDecimal("1.5"), null, false));
    }

    private static JobCounters job(JobState state, long total, long sent, ColumnCounters column) {
        @Nullable
        Instant started = state == JobState.QUEUED ? null : START;
        long closed = Math.min(sent, column.done() + column.failed() + column.skipped());
        return new JobCounters(new UUID(0, 1), "job", state, null, total, total, sent, closed, 0, started, null,
                null, 0, null, List.of(), null, List.of(column));
    }

    private static ColumnCounters column(long running, long done, long failed, long skipped) {
        return new ColumnCounters("industry", running, done, failed, skipped, 0, 9000, 1800, 80_000_000, 0, done, 0, 0,
                0, 0.91 * done, done);
    }
}
