package dev.cellmill.status.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cellmill.common.estimate.Bound;
import dev.cellmill.common.money.NanoDollars;
import dev.cellmill.common.state.JobState;
import dev.cellmill.status.progress.BindingLimit.ProviderUse;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a job is, as its status shows it. Money is USD.
 *
 * @param progress percent of the cells that have ended, one decimal
 * @param isComplete whether nothing will change any more
 * @param itemsPerMinute cells that end: of late while the job runs, else over all of its time
 * @param waitingFor providers that are down or refuse calls now
 * @param running some of the running cells, the first rows first
 * @param errors by code, the most frequent first
 * @param variance from the estimate; null until the job has ended, or where there was none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ProgressView(
        UUID jobId,
        String name,
        JobState state,
        @Nullable String pauseReason,
        double progress,
        boolean isComplete,
        long totalCells,
        long completedCells,
        long successfulCells,
        long failedCells,
        long skippedCells,
        long cancelledCells,
        long runningCells,
        long queuedCells,
        long totalRows,
        long completedRows,
        double elapsedSeconds,
        double itemsPerMinute,
        List<Column> columns,
        @Nullable Remaining remaining,
        List<HeldProvider> waitingFor,
        Cost cost,
        Tokens tokens,
        ServedByCounts servedBy,
        @Nullable Double meanConfidence,
        List<RunningCell> running,
        List<ErrorGroup> errors,
        @Nullable Variance variance) {

    private static final double MILLIS = 1000;
    private static final double MINUTE = 60;
    private static final double CONFIDENCE_DIGITS = 10_000;

    /**
     * A provider that keeps cells waiting.
     *
     * @param state {@code open}: it is down; {@code limited}: it refuses calls for being too many
     */
    record HeldProvider(String provider, String state, long seconds) {}

    static ProgressView of(JobCounters job, List<ProviderUse> providers, List<HeldProvider> waitingFor,
            List<RunningCell> running,
            List<ErrorGroup> errors, Instant now) {
        CellCounts cells = CellCounts.of(job);
        ColumnCounters sum = job.sum();
        double elapsed = elapsedSeconds(job, now);
        long ended = cells.done() + cells.failed() + cells.skipped();
        long open = cells.running() + cells.queued();
        Optional<Pace> pace = pace(job, ended, now);
        double perMinute = pace.map(measured -> measured.perSecond() * MINUTE)
                .orElse(elapsed > 0 ? ended / elapsed * MINUTE : 0);
        boolean settled = job.state() == JobState.COMPLETED || !job.state().open() && job.sent() <= job.closed();
        return new ProgressView(job.id(), job.name(), job.state(), job.pauseReason(), cells.percent(), settled,
                cells.total(), cells.completed(), cells.done(), cells.failed(), cells.skipped(), cells.cancelled(),
                cells.running(), cells.queued(), job.totalRows(),
                cells.completed() == cells.total() ? job.totalRows() : job.completedRows(), elapsed,
                Math.round(perMinute * 10) / 10.0,
                job.columns().stream().map(column -> Column.of(column, job.totalRows())).toList(),
                pace.map(measured -> Remaining.of(open, measured, waitingFor.isEmpty()
                        ? BindingLimit.of(perMinute, ended, open, job.sent() - job.closed(), job.concurrency(),
                                providers)
                        : Bound.PROVIDER)).orElse(null),
                waitingFor,
                Cost.of(job, sum), new Tokens(sum.inputTokens(), sum.outputTokens()),
                new ServedByCounts(sum.byProvider(), sum.byMemory(), sum.byStore(), sum.byCoalesced()),
                meanConfidence(sum), running, errors, variance(job, sum, elapsed));
    }

    /** Of a job that runs. */
    private static Optional<Pace> pace(JobCounters job, long ended, Instant now) {
        return job.state() == JobState.PROCESSING && job.startedAt() != null
                ? Pace.of(new Sample(job.startedAt().toEpochMilli(), 0), job.samples(),
                        new Sample(now.toEpochMilli(), ended))
                : Optional.empty();
    }

    private static @Nullable Variance variance(JobCounters job, ColumnCounters sum, double elapsed) {
        return job.state().open() || job.expected() == null
                ? null
                : Variance.of(job.expected(), sum.cost(), elapsed);
    }

    private static double elapsedSeconds(JobCounters job, Instant now) {
        if (job.startedAt() == null) {
            return 0;
        }
        Instant end = job.endedAt() == null ? now : job.endedAt();
        return Math.max(0, Duration.between(job.startedAt(), end).toMillis() / MILLIS);
    }

    private static @Nullable Double meanConfidence(ColumnCounters sum) {
        return sum.confidenceCount() == 0
                ? null
                : Math.round(sum.confidenceSum() / sum.confidenceCount() * CONFIDENCE_DIGITS) / CONFIDENCE_DIGITS;
    }

    /** A column of the job. */
    record Column(String name, long total, long done, long failed, long skipped, long running, BigDecimal cost) {
        static Column of(ColumnCounters counters, long rows) {
            return new Column(counters.name(), rows, counters.done(), counters.failed(), counters.skipped(),
                    counters.running(), NanoDollars.toDollars(counters.cost()));
        }
    }

    /**
     * @param saved what caches and coalesced calls spared
     * @param reserved set aside at worst case for what is in flight
     * @param budget null for a job without one
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Cost(BigDecimal spent, BigDecimal reserved, @Nullable BigDecimal budget, BigDecimal saved) {
        static Cost of(JobCounters job, ColumnCounters sum) {
            return new Cost(NanoDollars.toDollars(sum.cost()), NanoDollars.toDollars(Math.max(0, job.reserved())),
                    job.maxCost() == null ? null : NanoDollars.toDollars(job.maxCost()),
                    NanoDollars.toDollars(sum.saved()));
        }
    }

    /** Tokens that providers charged for. */
    record Tokens(long input, long output) {}

    /** How many answers came from where. */
    record ServedByCounts(long provider, long memory, long store, long coalesced) {}

    /** @param progress what the cell says of itself; null where it says nothing */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record RunningCell(
            int row,
            String column,
            @Nullable String provider,
            @Nullable Double seconds,
            @Nullable String progress) {}

    /**
     * @param count of the failed cells that were looked at
     * @param atLeast whether there are more failed cells than were looked at
     */
    record ErrorGroup(String code, long count, boolean atLeast, Example example) {}

    /** The first cell that failed so. */
    record Example(int row, String column, String message) {}
}
