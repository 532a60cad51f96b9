package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.jobs.Sequences.RUN;
import static dev.cellmill.common.db.generated.jobs.Tables.DISPATCH;
import static dev.cellmill.common.db.generated.jobs.Tables.JOB;

import dev.cellmill.common.db.SchedulerChannel;
import dev.cellmill.common.db.WebhookOutbox;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.job.JobSpec;
import dev.cellmill.common.job.WebhookEvent;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.common.state.JobState;
import java.time.OffsetDateTime;
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
    private static final String NOBODY = "anonymous";

    /** An accepted job, not yet stored. */
    record Accepted(JobId id, TenantId tenant, JobSpec spec, JsonNode document, JobPlan plan, JobSheet sheet,
            @Nullable JobWebhook webhook) {
        int firstRow() {
            return spec.rows().firstIn(sheet.rowCount());
        }

        int endRow() {
            return spec.rows().endIn(sheet.rowCount());
        }

        List<String> columns() {
            return plan.columns().stream().map(PlannedColumn::name).toList();
        }
    }

    /** @throws ProblemException if another open job fills one of the columns */
    void insert(DSLContext db, Accepted job, OffsetDateTime now) {
        refuseRival(db, job);
        boolean empty = job.firstRow() == job.endRow();
        insertJob(db, job, empty, now);
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

    private static void insertJob(DSLContext db, Accepted job, boolean empty, OffsetDateTime now) {
        JobSpec spec = job.spec();
        long rows = (long) job.endRow() - job.firstRow();
        db.insertInto(JOB)
                .set(JOB.ID, job.id().value())
                .set(JOB.TENANT, job.tenant().value())
                .set(JOB.SHEET_ID, job.sheet().id().value())
                .set(JOB.NAME, spec.name() == null ? job.sheet().name() : spec.name())
                .set(JOB.LABELS, jsonb(spec.labels()))
                .set(JOB.STATE, (empty ? JobState.COMPLETED : JobState.PROCESSING).wireName())
                .set(JOB.VERSION, 1L)
                .set(JOB.RUN, RUN.nextval())
                .set(JOB.PRIORITY, spec.priority().wireName())
                .set(JOB.CONCURRENCY, spec.concurrency())
                .set(JOB.COLUMNS, job.columns().toArray(String[]::new))
                .set(JOB.FIRST_ROW, job.firstRow())
                .set(JOB.END_ROW, job.endRow())
                .set(JOB.TOTAL_CELLS, rows * job.columns().size())
                .set(JOB.SENT, 0L)
                .set(JOB.SPEC, JSONB.valueOf(JobWebhook.redact(job.document()).toString()))
                .set(JOB.WEBHOOK, job.webhook() == null ? null : job.webhook().stored())
                .set(JOB.PLAN, jsonb(job.plan()))
                .set(JOB.CREATED_BY, NOBODY)
                .set(JOB.CREATED_AT, now)
                .set(JOB.UPDATED_AT, now)
                .set(JOB.STARTED_AT, now)
                .set(JOB.ENDED_AT, empty ? now : null)
                .execute();
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
                .set(DISPATCH.TENANT, job.tenant().value())
                .set(DISPATCH.COLUMNS, columns.toArray(Short[]::new))
                .set(DISPATCH.NEXT_CELL, (long) job.firstRow() * columns.size())
                .set(DISPATCH.END_CELL, (long) job.endRow() * columns.size())
                .set(DISPATCH.SENT, 0L)
                .execute());
    }

    private static JSONB jsonb(Object value) {
        return JSONB.valueOf(Json.MAPPER.writeValueAsString(value));
    }
}
