package dev.cellmill.faults.plan;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A job over a sheet of its own.
 *
 * @param at after the round began; the first ones begin it
 * @param slowRows rows whose slow cell takes longer than any poll interval; of {@link Columns#CHAINED} alone
 * @param distinct different keys; rows beyond them repeat those, and so are answered from the cache
 * @param budget in USD, null for none
 * @param concurrency cells in flight at most
 */
public record PlannedJob(
        String name,
        Columns columns,
        Duration at,
        int rows,
        int slowRows,
        int distinct,
        @Nullable BigDecimal budget,
        int concurrency,
        boolean stopsOnError,
        Change change) {

    /** What it fills. */
    public enum Columns {
        /** One without a price and a cache, one that needs it, and one that is slow in few rows; all in one lane. */
        CHAINED,
        /** One that is paid for by tokens. */
        PRICED,
        /** One whose answers are kept in the database. */
        CACHED,
        /** One within a limit of requests a minute. */
        LIMITED,
        /** One whose provider refuses a part of its cells for good. */
        FLAKY,
        /** One whose provider may say that it has too much to do. */
        BUSY
    }

    /** What its owner does with it. */
    public enum Change {
        NONE, PAUSE_AND_RESUME, PAUSE_FOR_LONG, CANCEL, RETRY_FAILED
    }

    public PlannedJob {
        if (rows < 1 || slowRows > rows || distinct < 1 || concurrency < 1) {
            throw new IllegalArgumentException("no job: " + name);
        }
    }
}
