package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.jobs.Sequences.RUN;
import static dev.cellmill.common.db.generated.jobs.Tables.DISPATCH;
import static dev.cellmill.common.db.generated.jobs.Tables.JOB;
import static dev.cellmill.common.db.generated.jobs.Tables.JOB_STEP;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.db.SchedulerChannel;
import dev.cellmill.common.db.WebhookOutbox;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.job.JobSpec;
import dev.cellmill.common.job.RunSpec;
import dev.cellmill.common.job.WebhookEvent;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.ColumnFingerprint;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.common.state.JobState;
import dev.cellmill.common.secret.Sealer;
import dev.cellmill.common.trace.Traces;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record2;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Writes an accepted job: its row and the scheduler's cursors. Within the caller's transaction, which holds the sheet. */
@Component
class InsertJob {
    private final Traces traces;
    private final Sealer sealer;

    InsertJob(Traces traces, Sealer sealer) {
        this.traces = traces;
        this.sealer = sealer;
    }

    /** An accepted job, not yet stored. */
    record Accepted(JobId id, Caller by, JobSpec spec, JsonNode document, JobPlan plan, JobSheet sheet,
            @Nullable JobWebhook webhook) {
        int firstRow() {
            return spec.rows().firstIn(sheet.rowCount());
        }

        int endRow() {
            return spec.rows().endIn(sheet.rowCount());
        }

        int rowCount() {
            return spec.rows().countIn(sheet.rowCount());
        }

        /** Its rows one by one; null where they are a range. */
        Integer @Nullable [] rowIds() {
            return spec.rows().ids().isEmpty() ? null : spec.rows().ids().toArray(Integer[]::new);
        }

        /** The cursor's place of its first row. */
        long firstPlace() {
            return spec.rows().ids().isEmpty() ? firstRow() : 0;
        }

        List<String> columns() {
            return plan.columns().stream().map(PlannedColumn::name).toList();
        }
    }

    /** @throws ProblemException if another open job fills one of the columns */
    void insert(DSLContext db, Accepted job, OffsetDateTime now) {
        refuseRival(db, job);
        boolean empty = job.rowCount() == 0;
        insertJob(db, job, state(job.spec().run(), empty, now), now);
        insertSteps(db, job);
        if (empty) {
            db.connection(connection -> WebhookOutbox.enqueue(connection, job.id(), WebhookEvent.COMPLETED));
        } else {
            insertDispatches(db, job);
            db.execute(SchedulerChannel.NOTIFY);
        }
    }

    private static void refuseRival(DSLContext db, Accepted job) {
        List<String> columns = job.columns();
        db.select(JOB.ID, JOB.COLUMNS)
                .from(JOB)
                .where(JOB.SHEET_ID.eq(job.sheet().id().value()),
                        JOB.STATE.in("queued", "processing", "paused"))
                .stream()
                .forEach(rival -> Arrays.stream(rival.value2()).filter(columns::contains).findFirst()
                        .ifPresent(column -> {
                            throw inUse(column, rival);
                        }));
    }

    private static ProblemException inUse(String column, Record2<UUID, String[]> rival) {
        return new ProblemException(new Problem(ProblemType.COLUMN_IN_USE,
                "The job %s is filling the column \"%s\"; wait for its end or name another column."
                        .formatted(rival.value1(), column),
                null, null, Map.of("jobId", rival.value1().toString(), "column", column)));
    }

    private static JobState state(RunSpec run, boolean empty, OffsetDateTime now) {
        if (empty) {
            return JobState.COMPLETED;
        }
        return run.startAt() != null && run.startAt().isAfter(now.toInstant()) ? JobState.QUEUED : JobState.PROCESSING;
    }

    private void insertJob(DSLContext db, Accepted job, JobState state, OffsetDateTime now) {
        JobSpec spec = job.spec();
        RunSpec run = spec.run();
        long rows = job.rowCount();
        db.insertInto(JOB)
                .set(JOB.ID, job.id().value())
                .set(JOB.TENANT, job.by().tenant().value())
                .set(JOB.SHEET_ID, job.sheet().id().value())
                .set(JOB.NAME, spec.name() == null ? job.sheet().name() : spec.name())
                .set(JOB.LABELS, jsonb(spec.labels()))
                .set(JOB.STATE, state.wireName())
                .set(JOB.VERSION, 1L)
                .set(JOB.RUN, RUN.nextval())
                .set(JOB.PRIORITY, spec.priority().wireName())
                .set(JOB.CONCURRENCY, spec.concurrency())
                .set(JOB.COLUMNS, job.columns().toArray(String[]::new))
                .set(JOB.FIRST_ROW, job.firstRow())
                .set(JOB.END_ROW, job.endRow())
                .set(JOB.ROW_IDS, job.rowIds())
                .set(JOB.TOTAL_CELLS, rows * job.columns().size())
                .set(JOB.SENT, 0L)
                .set(JOB.SPEC, JSONB.valueOf(JobWebhook.redact(job.document()).toString()))
                .set(JOB.WEBHOOK, job.webhook() == null ? null : job.webhook().stored(sealer, job.id()))
                .set(JOB.PLAN, jsonb(job.plan()))
                .set(JOB.CREATED_BY, job.by().displayName())
                .set(JOB.CREATED_AT, now)
                .set(JOB.UPDATED_AT, now)
                .set(JOB.STARTED_AT, state == JobState.QUEUED ? null : now)
                .set(JOB.ENDED_AT, state == JobState.COMPLETED ? now : null)
                .set(JOB.START_AT, run.startAt() == null ? null : run.startAt().atOffset(ZoneOffset.UTC))
                .set(JOB.STOPS_ON_ERROR, run.stopsOnError())
                .set(JOB.ROUNDS_LEFT, spec.retry().rounds())
                .set(JOB.PACE, run.requestsPerMinute())
                .set(JOB.MAX_COST, run.budget() == null ? null : run.budget().maxCost())
                .set(JOB.ALERT_COST, run.budget() == null ? null : run.budget().alertCost())
                .set(JOB.TRACEPARENT, traces.current())
                .execute();
    }

    /** So that what they will have taken is found when a job like this one is estimated. */
    private static void insertSteps(DSLContext db, Accepted job) {
        var insert = db.insertInto(JOB_STEP, JOB_STEP.JOB_ID, JOB_STEP.COL, JOB_STEP.STEP, JOB_STEP.TENANT,
                JOB_STEP.FINGERPRINT, JOB_STEP.COLUMN_NAME, JOB_STEP.PROVIDER, JOB_STEP.MODEL);
        for (PlannedColumn column : job.plan().columns()) {
            UUID fingerprint = ColumnFingerprint.of(job.by().tenant(), column, job.plan().parameters()).toUuid();
            for (int step = 0; step < column.steps().size(); step++) {
                PlannedStep planned = column.steps().get(step);
                insert = insert.values(job.id().value(), (short) column.index(), (short) step,
                        job.by().tenant().value(),
                        fingerprint, column.name(), planned.provider(),
                        planned.model() == null ? "" : planned.model());
            }
        }
        insert.execute();
    }

    /** One for each lane that columns without dependencies begin in; later cells come to their lanes as they get ready. */
    private static void insertDispatches(DSLContext db, Accepted job) {
        var lanes = new TreeMap<String, List<Short>>();
        for (PlannedColumn column : job.plan().columns()) {
            if (column.stage() == 0) {
                lanes.computeIfAbsent(column.firstLane(), lane -> new ArrayList<>()).add((short) column.index());
            }
        }
        lanes.forEach((lane, columns) -> db.insertInto(DISPATCH)
                .set(DISPATCH.JOB_ID, job.id().value())
                .set(DISPATCH.LANE, lane)
                .set(DISPATCH.TENANT, job.by().tenant().value())
                .set(DISPATCH.COLUMNS, columns.toArray(Short[]::new))
                .set(DISPATCH.NEXT_CELL, job.firstPlace() * columns.size())
                .set(DISPATCH.END_CELL, (job.firstPlace() + job.rowCount()) * columns.size())
                .set(DISPATCH.SENT, 0L)
                .execute());
    }

    private static JSONB jsonb(Object value) {
        return JSONB.valueOf(Json.MAPPER.writeValueAsString(value));
    }
}
