package dev.cellmill.jobapi.batch;

import static dev.cellmill.common.db.generated.jobs.Tables.BATCH;
import static dev.cellmill.common.db.generated.jobs.Tables.JOB;
import static dev.cellmill.common.db.generated.status.Tables.COLUMN_PROGRESS;
import static dev.cellmill.common.db.generated.status.Tables.JOB_PROGRESS;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.state.JobState;
import dev.cellmill.jobapi.file.StoredFile;
import dev.cellmill.jobapi.file.WriteFile;
import dev.cellmill.jobapi.sheet.StoreSheet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Ends a batch: ends its job where that still runs, waits for calls in flight, writes the output and error files, and publishes
 * both with the batch's last status in one transaction. Whoever goes on after a death writes them anew.
 */
@Component
class SettleBatch {
    private static final Duration NEXT_LOOK = Duration.ofMillis(250);

    private final DSLContext database;
    private final BatchCells cells;
    private final WriteFile files;
    private final EndJob jobs;
    private final StoreSheet sheets;
    private final BatchSettings settings;

    SettleBatch(DSLContext database, BatchCells cells, WriteFile files, EndJob jobs, StoreSheet sheets,
            BatchSettings settings) {
        this.database = database;
        this.sheets = sheets;
        this.cells = cells;
        this.files = files;
        this.jobs = jobs;
        this.settings = settings;
    }

    /**
     * @param run of it; a job that has ended may be run again
     * @param isQuiet whether no call of it is in flight any more, or those that are have had their time
     */
    private record Job(JobState state, long run, boolean isQuiet) {}

    /** What a file is written to, if it comes to have anything in it. */
    private static final class Output implements AutoCloseable {
        private final WriteFile files;
        private final OpenBatch batch;
        private final String name;
        private WriteFile.@Nullable Writing file;

        private Output(WriteFile files, OpenBatch batch, String kind) {
            this.files = files;
            this.batch = batch;
            this.name = "%s_%s.jsonl".formatted(batch.id(), kind);
        }

        private void write(String line) {
            if (file == null) {
                file = files.begin(batch.tenant(), name);
            }
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
            file.write(bytes, 0, bytes.length);
        }

        /** The other may be written for long. */
        private void keep() {
            if (file != null) {
                file.keep();
            }
        }

        private void publish(DSLContext transaction) {
            if (file != null) {
                file.publish(transaction, StoredFile.BATCH_OUTPUT, batch.outputSeconds());
            }
        }

        @Override
        public void close() {
            if (file != null) {
                file.close();
            }
        }
    }

    /** @return after how long there is more to do, if there is */
    Duration settle(BatchWork.Lease lease) throws IOException, InterruptedException {
        OpenBatch batch = lease.batch();
        Optional<Job> job = batch.job() == null ? Optional.empty() : job(batch, batch.job());
        if (job.isPresent() && job.get().state().open()) {
            // a job that somebody runs again meanwhile is waited for
            if (batch.status() == BatchStatus.CANCELLING || batch.hasExpired()) {
                jobs.end(batch.tenant(), batch.job());
            }
            return NEXT_LOOK;
        }
        if (job.isPresent() && !job.get().isQuiet()) {
            return NEXT_LOOK;
        }
        if (batch.job() == null && batch.sheet() != null) {
            // of one that was cancelled when whoever validated it had died
            sheets.discard(batch.tenant(), batch.sheet());
        }
        var usage = new BatchUsage();
        try (var output = new Output(files, batch, "output"); var errors = new Output(files, batch, "error")) {
            if (job.isPresent() && batch.sheet() != null) {
                var lines = new ResultLine(batch.id(), rest(batch));
                BatchCells.Reader reader = cells.read(batch.tenant(), batch.sheet(), batch.job(), batch.requests());
                for (BatchCells.Cell cell = reader.next(); cell != null; cell = reader.next()) {
                    lease.renew();
                    output.keep();
                    errors.keep();
                    usage.add(cell.outcome());
                    ResultLine.Line line = lines.of(cell);
                    (line.isError() ? errors : output).write(line.text());
                }
            }
            // of a job that runs again what was read is not all: its end is waited for
            return end(lease, job, output, errors, usage) ? Duration.ZERO : NEXT_LOOK;
        }
    }

    private static ResultLine.Rest rest(OpenBatch batch) {
        if (batch.status() == BatchStatus.CANCELLING) {
            return ResultLine.Rest.CANCELLED;
        }
        return batch.hasExpired() ? ResultLine.Rest.EXPIRED : ResultLine.Rest.LEFT;
    }

    /** A job that still runs has no end to be patient from, so the database says null for it. */
    private Optional<Job> job(OpenBatch batch, JobId id) {
        Field<Long> inFlight = JOB.SENT.minus(coalesce(JOB_PROGRESS.CLOSED, inline(0L)));
        Field<OffsetDateTime> patience = JOB.ENDED_AT.add(val(DayToSecond.valueOf(settings.cancelGrace())));
        return database.select(JOB.STATE, JOB.RUN, inFlight.le(0L).or(JOB.STATE.eq("completed"))
                .or(patience.lt(currentOffsetDateTime())))
                .from(JOB)
                .leftJoin(JOB_PROGRESS).on(JOB_PROGRESS.JOB_ID.eq(JOB.ID), JOB_PROGRESS.TENANT.eq(JOB.TENANT))
                .where(JOB.ID.eq(id.value()), JOB.TENANT.eq(batch.tenant().value()))
                .fetchOptional(row -> new Job(JobState.ofWireName(row.value1()), row.value2(),
                        Boolean.TRUE.equals(row.value3())));
    }

    /** Held until the transaction ends, so that nobody runs it again before. */
    private static boolean isAsBefore(DSLContext transaction, OpenBatch batch, Job before) {
        return transaction.selectOne().from(JOB)
                .where(JOB.ID.eq(requireNonNull(batch.job()).value()), JOB.TENANT.eq(batch.tenant().value()),
                        JOB.STATE.eq(before.state().wireName()), JOB.RUN.eq(before.run()))
                .forShare().fetch().isNotEmpty();
    }

    /**
     * @param job as it was before its cells were read
     * @return false if it has changed since, and the batch has not
     */
    private boolean end(BatchWork.Lease lease, Optional<Job> job, Output output, Output errors, BatchUsage usage) {
        OpenBatch batch = lease.batch();
        BatchStatus end = batch.status() == BatchStatus.CANCELLING
                ? BatchStatus.CANCELLED
                : batch.hasExpired() ? BatchStatus.EXPIRED : BatchStatus.COMPLETED;
        return database.transactionResult(configuration -> {
            DSLContext transaction = configuration.dsl();
            // before its job, as whoever deletes both holds them
            if (transaction.selectOne().from(BATCH).where(lease.mine()).forUpdate().fetch().isEmpty()) {
                throw new BatchWork.LeaseLost();
            }
            if (job.isPresent() && !isAsBefore(transaction, batch, job.get())) {
                return false;
            }
            var counts = batch.job() == null
                    ? null
                    : transaction.select(COLUMN_PROGRESS.DONE, COLUMN_PROGRESS.FAILED)
                            .from(COLUMN_PROGRESS)
                            .where(COLUMN_PROGRESS.JOB_ID.eq(batch.job().value()), COLUMN_PROGRESS.COL.eq((short) 0),
                                    COLUMN_PROGRESS.TENANT.eq(batch.tenant().value()))
                            .fetchOne();
            output.publish(transaction);
            errors.publish(transaction);
            var update = transaction.update(BATCH)
                    .set(BATCH.STATUS, end.wireName())
                    .set(BATCH.SHEET_ID, batch.job() == null || batch.sheet() == null ? null : batch.sheet().value())
                    .set(BATCH.OUTPUT_FILE, output.file == null ? null : output.file.id().value())
                    .set(BATCH.ERROR_FILE, errors.file == null ? null : errors.file.id().value())
                    .set(BATCH.COMPLETED, counts == null ? 0 : counts.value1().intValue())
                    .set(BATCH.FAILED, counts == null ? 0 : counts.value2().intValue())
                    .set(BATCH.INPUT_TOKENS, usage.input())
                    .set(BATCH.CACHED_TOKENS, usage.cached())
                    .set(BATCH.OUTPUT_TOKENS, usage.output())
                    .set(BATCH.REASONING_TOKENS, usage.reasoning());
            update = switch (end) {
                case CANCELLED -> update.set(BATCH.CANCELLED_AT, currentOffsetDateTime());
                case COMPLETED -> update.set(BATCH.COMPLETED_AT, currentOffsetDateTime());
                case EXPIRED -> update.set(BATCH.EXPIRED_AT, currentOffsetDateTime());
                case VALIDATING, FAILED, IN_PROGRESS, FINALIZING, CANCELLING -> throw new IllegalStateException(
                        "no batch ends " + end);
            };
            update.where(lease.mine()).execute();
            return true;
        });
    }
}
