package dev.cellmill.status.progress;

import static dev.cellmill.common.db.generated.jobs.Tables.JOB;
import static dev.cellmill.common.db.generated.status.Tables.COLUMN_PROGRESS;
import static dev.cellmill.common.db.generated.status.Tables.JOB_PROGRESS;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.state.JobState;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads a job and all its counters in one statement, so that they are of one moment. */
@Component
class CounterReader {
    private static final Field<BigDecimal> EXPECTED_COST = DSL.field("({0} -> 'cost' ->> 'total')::numeric",
            BigDecimal.class, JOB.ESTIMATE);
    private static final Field<Double> EXPECTED_SECONDS = DSL.field("({0} -> 'time' ->> 'seconds')::float8",
            Double.class, JOB.ESTIMATE);

    private final DSLContext database;

    CounterReader(DSLContext database) {
        this.database = database;
    }

    /** Empty where the tenant has no such job. */
    Optional<JobCounters> read(TenantId tenant, UUID id) {
        Result<? extends Record> rows = database
                .select(JOB.ID, JOB.NAME, JOB.STATE, JOB.PAUSE_REASON, JOB.COLUMNS, JOB.RESERVED, JOB.MAX_COST,
                        JOB.TOTAL_CELLS, JOB.SENT, JOB.STARTED_AT, JOB.ENDED_AT, JOB.CONCURRENCY)
                .select(EXPECTED_COST, EXPECTED_SECONDS)
                .select(JOB_PROGRESS.CLOSED, JOB_PROGRESS.COMPLETED_ROWS, JOB_PROGRESS.SAMPLED_AT,
                        JOB_PROGRESS.SAMPLED_ENDED, JOB_PROGRESS.RETURNED)
                .select(COLUMN_PROGRESS.fields())
                .from(JOB)
                .leftJoin(JOB_PROGRESS).on(JOB_PROGRESS.JOB_ID.eq(JOB.ID))
                .leftJoin(COLUMN_PROGRESS).on(COLUMN_PROGRESS.JOB_ID.eq(JOB.ID))
                .where(JOB.ID.eq(id), JOB.TENANT.eq(tenant.value()))
                .fetch();
        return rows.isEmpty() ? Optional.empty() : Optional.of(job(rows.getFirst(), columns(rows)));
    }

    private static JobCounters job(Record row, List<ColumnCounters> columns) {
        return new JobCounters(row.get(JOB.ID), row.get(JOB.NAME), JobState.ofWireName(row.get(JOB.STATE)),
                row.get(JOB.PAUSE_REASON), row.get(JOB.TOTAL_CELLS),
                row.get(JOB.TOTAL_CELLS) / row.get(JOB.COLUMNS).length,
                row.get(JOB.SENT), orZero(row, JOB_PROGRESS.CLOSED), orZero(row, JOB_PROGRESS.COMPLETED_ROWS),
                instant(row.get(JOB.STARTED_AT)), instant(row.get(JOB.ENDED_AT)),
                row.get(JOB.CONCURRENCY), row.get(JOB.RESERVED) - orZero(row, JOB_PROGRESS.RETURNED),
                row.get(JOB.MAX_COST), samples(row), expected(row), columns);
    }

    private static List<Sample> samples(Record row) {
        Long[] at = row.get(JOB_PROGRESS.SAMPLED_AT);
        Long[] ended = row.get(JOB_PROGRESS.SAMPLED_ENDED);
        var samples = new ArrayList<Sample>();
        for (int place = 0; at != null && place < at.length; place++) {
            samples.add(new Sample(at[place], ended[place]));
        }
        return samples;
    }

    private static Variance.@Nullable Expected expected(Record row) {
        BigDecimal cost = row.get(EXPECTED_COST);
        Double seconds = row.get(EXPECTED_SECONDS);
        return cost == null || seconds == null ? null : new Variance.Expected(cost, seconds);
    }

    private static List<ColumnCounters> columns(Result<? extends Record> rows) {
        var columns = new ArrayList<ColumnCounters>();
        for (String name : rows.getFirst().get(JOB.COLUMNS)) {
            columns.add(ColumnCounters.none(name));
        }
        for (Record row : rows) {
            Short place = row.get(COLUMN_PROGRESS.COL);
            if (place != null) {
                columns.set(place, column(columns.get(place).name(), row));
            }
        }
        return columns;
    }

    private static ColumnCounters column(String name, Record row) {
        return new ColumnCounters(name, row.get(COLUMN_PROGRESS.RUNNING), row.get(COLUMN_PROGRESS.DONE),
                row.get(COLUMN_PROGRESS.FAILED), row.get(COLUMN_PROGRESS.SKIPPED), row.get(COLUMN_PROGRESS.CANCELLED),
                row.get(COLUMN_PROGRESS.INPUT_TOKENS), row.get(COLUMN_PROGRESS.OUTPUT_TOKENS),
                row.get(COLUMN_PROGRESS.COST), row.get(COLUMN_PROGRESS.SAVED), row.get(COLUMN_PROGRESS.BY_PROVIDER),
                row.get(COLUMN_PROGRESS.BY_MEMORY), row.get(COLUMN_PROGRESS.BY_STORE),
                row.get(COLUMN_PROGRESS.BY_COALESCED), row.get(COLUMN_PROGRESS.CONFIDENCE_SUM),
                row.get(COLUMN_PROGRESS.CONFIDENCE_COUNT));
    }

    private static long orZero(Record row, Field<Long> field) {
        Long value = row.get(field);
        return value == null ? 0 : value;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
